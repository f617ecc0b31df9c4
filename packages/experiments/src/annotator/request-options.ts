/**
 * What every annotator behind an address takes, as options of its text form.
 */
import * as Options from "@marginalia/core/Options"
import { variable } from "@marginalia/datasets/variable"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import { type AnnotatorError, failed } from "./problem.ts"
import type { Way } from "./send.ts"

/** Names of parameters of an address that look like keys: an address is written down in journals. */
const SECRET = /key|token|secret|passw|sig(?:nature)?$|auth/i

const parsed = (text: string): URL | undefined => URL.canParse(text) ? new URL(text) : undefined

const isSafe = (text: string): boolean => {
  const url = parsed(text)
  return url !== undefined && /^https?:$/.test(url.protocol) && url.username === "" && url.password === "" &&
    ![...url.searchParams.keys()].some((name) => SECRET.test(name))
}

const Address = Schema.String.check(
  Schema.makeFilter((text) =>
    isSafe(text) || "an address that begins with http:// or https://, without a name, a password or a key in it"
  )
).annotate({ expected: "an address that begins with http:// or https://, without a name, a password or a key in it" })

const within = (least: number, most: number) => Schema.Finite.check(Schema.isBetween({ minimum: least, maximum: most }))

const whole = (least: number, most: number) => Schema.Int.check(Schema.isBetween({ minimum: least, maximum: most }))

/** A number, or `none`. */
const orNone = <A extends Schema.Codec<number>>(number: A): Schema.Codec<number | "none"> =>
  Schema.Union([number, Schema.Literal("none")])

const Variable = Schema.String.check(Schema.isPattern(/^[A-Za-z_][A-Za-z0-9_]*$/)).annotate({
  expected: "the name of a variable of the environment, or none"
})

/** A price: a number from 0. */
export const Price = Schema.Finite.check(Schema.isGreaterThanOrEqualTo(0))

/** Where it is. */
export const address = (what: string) => Options.required(Address, what)

/** Who it is, how often it is asked, and what that may cost. */
export const requestOptions = {
  key: Options.field(
    Variable,
    "none",
    "the variable of the environment that holds the key for it; it goes into the header authorization, and nowhere else"
  ),
  name: Options.field(Schema.NonEmptyString, "auto", "who gives the labels, as it stands beside them"),
  concurrency: Options.field(whole(1, 256), 4, "how many requests are on their way at once"),
  timeout: Options.field(within(0.01, 300), 60, "seconds for a request with its whole answer"),
  retries: Options.field(whole(0, 100), 5, "how often a request that may pass is sent again"),
  pause: Options.field(
    within(0, 60),
    1,
    "seconds before a request is sent again, doubled each time, where the server does not say"
  ),
  rate: Options.field(orNone(within(0.001, 1e6)), "none", "how many requests are sent in a minute at most"),
  mostCost: Options.field(orNone(Price), "none", "what all answers may cost, in the unit of the prices; then it stops")
} as const

/** The options as decoded. */
export interface RequestOptions {
  readonly url: string
  readonly key: string
  readonly name: string
  readonly concurrency: number
  readonly timeout: number
  readonly retries: number
  readonly pause: number
  readonly rate: number | "none"
  readonly mostCost: number | "none"
}

/** `none` as undefined. */
export const some = (value: number | "none"): number | undefined => value === "none" ? undefined : value

/** The key that the variable of the environment holds; undefined for `none`. Fails with the reason `NoKey`. */
export const keyIn = Effect.fnUntraced(function*(name: string) {
  if (name === "none") return undefined
  const text = (yield* variable(name))?.trim() ?? ""
  return text === "" ? yield* failed({ _tag: "NoKey", variable: name }) : Redacted.make(text)
})

/** How requests to `url` are sent, with answers of at most `most` bytes. Fails as {@link keyIn}. */
export const wayOf = (options: RequestOptions, url: string, most: number): Effect.Effect<Way, AnnotatorError> =>
  Effect.map(keyIn(options.key), (key) => ({
    url,
    key,
    timeout: options.timeout,
    retries: options.retries,
    pause: options.pause,
    most
  }))
