/**
 * One request with JSON and its answer as JSON: with patience where waiting helps, and without where it does not.
 */
import * as Quote from "@marginalia/core/Quote"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Headers from "effect/http/Headers"
import * as HttpClient from "effect/http/HttpClient"
import * as HttpClientRequest from "effect/http/HttpClientRequest"
import type { HttpClientResponse } from "effect/http/HttpClientResponse"
import * as Redacted from "effect/Redacted"
import * as Stream from "effect/Stream"
import type { Pace } from "./pace.ts"
import { type AnnotatorError, failed, type TransientFault } from "./problem.ts"

/** How requests are sent. */
export interface Way {
  readonly url: string
  /** Goes into the header `authorization`; undefined: there is none. */
  readonly key: Redacted.Redacted<string> | undefined
  /** Seconds for a request and its whole answer. */
  readonly timeout: number
  /** How often a request is sent again. */
  readonly retries: number
  /** Seconds before it is sent again the first time; twice as long each further time, at most a minute. */
  readonly pause: number
  /** The most bytes of an answer. */
  readonly most: number
}

/** Statuses after which the same request may be right later. */
const BUSY: ReadonlySet<number> = new Set([408, 425, 429, 500, 502, 503, 504, 529])

/** Seconds before a request is sent again at most, where the server does not say. */
const LONGEST = 60

/** Seconds that a server may ask to wait for. */
const LONGEST_ASKED = 600

/** So much of what a server says is kept. */
const SAID = 500

/** A try that may be made again, after the milliseconds that the server asked for. */
interface Broken {
  readonly _tag: "Broken"
  readonly fault: TransientFault
  readonly wait: number | undefined
}

const broken = (fault: TransientFault, wait?: number): Broken => ({ _tag: "Broken", fault, wait })

/** What the system said at the bottom of a failure. Only its text is kept: a request that failed holds the key. */
const reasonOf = (cause: unknown): string => {
  let deepest = cause
  while (typeof deepest === "object" && deepest !== null && "reason" in deepest) deepest = deepest.reason
  while (typeof deepest === "object" && deepest !== null && "cause" in deepest && deepest.cause) deepest = deepest.cause
  return Quote.thrown(deepest)
}

/** Keys that are shorter may stand in any JSON by chance; what a server says beside an answer is kept free of them, too. */
const KEY = 8

/** A text without the key, should it stand there. */
const without = (text: string, key: Way["key"]): string =>
  key === undefined ? text : text.replaceAll(Redacted.value(key), "…")

/** Milliseconds that `retry-after` asks for: seconds, or a date. */
export const retryAfter = (value: string | undefined, now: number): number | undefined => {
  if (value === undefined || value.trim() === "") return undefined
  const seconds = Number(value), at = Number.isNaN(seconds) ? Date.parse(value) - now : 1000 * seconds
  return Number.isFinite(at) && at >= 0 ? at : undefined
}

const textOf = Effect.fnUntraced(function*({ most, url }: Way, response: HttpClientResponse) {
  const pieces: Array<Uint8Array> = []
  let size = 0
  yield* Stream.runForEach(response.stream, (bytes) => {
    size += bytes.length
    pieces.push(bytes)
    return size > most ? Effect.fail(failed({ _tag: "TooLarge", url, most })) : Effect.void
  })
  return Buffer.concat(pieces).toString("utf8")
})

const parsed = (text: string, key: Way["key"]): Effect.Effect<unknown, Broken> => {
  const isLong = key !== undefined && Redacted.value(key).length >= KEY
  try {
    return Effect.succeed(JSON.parse(isLong ? without(text, key) : text) as unknown)
  } catch {
    return Effect.fail(broken({ fault: "NotJson", said: without(text, key).slice(0, SAID) }))
  }
}

const requestOf = ({ key, url }: Way, body: string) => {
  const request = HttpClientRequest.post(url).pipe(
    HttpClientRequest.bodyText(body, "application/json"),
    HttpClientRequest.acceptJson
  )
  return key === undefined ? request : HttpClientRequest.bearerToken(request, key)
}

/** Sends a request once. */
const attempt = Effect.fnUntraced(function*(way: Way, body: string) {
  const { key, url } = way
  const response = yield* HttpClient.execute(requestOf(way, body))
  const { status } = response, text = yield* textOf(way, response)
  if (status >= 200 && status < 300) return yield* parsed(text, key)
  const said = without(text, key).slice(0, SAID)
  if (!BUSY.has(status)) return yield* failed({ _tag: "Refused", url, status, said })
  const header = Headers.get(response.headers, "retry-after")
  const wait = retryAfter(header._tag === "Some" ? header.value : undefined, yield* Clock.currentTimeMillis)
  return yield* Effect.fail(broken({ fault: "Busy", status, said }, wait))
}, Effect.scoped)

/** One try, with all that may break it told apart. */
const tried = (way: Way, body: string) => {
  const { key, timeout } = way
  return attempt(way, body).pipe(
    Effect.timeoutOrElse({
      duration: 1000 * timeout,
      orElse: () => Effect.fail(broken({ fault: "Timeout", seconds: timeout }))
    }),
    Effect.mapError((error): AnnotatorError | Broken =>
      error._tag === "HttpClientError"
        ? broken({ fault: "Cut", problem: without(reasonOf(error), key) })
        : error
    ),
    // Spans would hold the request, and headers of ours are nobody else's business.
    Effect.provideService(HttpClient.TracerDisabledWhen, () => true),
    Effect.provideService(HttpClient.TracerPropagationEnabled, false)
  )
}

/**
 * Sends `body` as JSON and gives the answer's JSON. What may pass is tried again: no connection, a broken one, a timeout, the
 * statuses 408, 425, 429, 500, 502, 503, 504 and 529, and an answer that is no JSON; after a pause that doubles, or as long as
 * `retry-after` says, during which the `pace` lets no other request go either. All else is not sent again.
 *
 * Fails with `AnnotatorError`: `Refused`, `GivenUp`, `Wait` and `TooLarge`.
 */
export const send = Effect.fnUntraced(function*(
  way: Way,
  pace: Pace,
  body: unknown
): Effect.fn.Return<unknown, AnnotatorError, HttpClient.HttpClient> {
  const { pause, retries, url } = way, text = JSON.stringify(body)
  for (let tries = 1;; tries++) {
    yield* pace.turn
    const found = yield* tried(way, text).pipe(
      Effect.map((json) => ({ _tag: "Whole", json }) as const),
      Effect.catchIf((error): error is Broken => error._tag === "Broken", (error) => Effect.succeed(error))
    )
    if (found._tag === "Whole") return found.json
    if (tries > retries) return yield* failed({ _tag: "GivenUp", url, tries, last: found.fault })
    const asked = found.wait
    if (asked !== undefined && asked > 1000 * LONGEST_ASKED) {
      return yield* failed({ _tag: "Wait", url, seconds: Math.ceil(asked / 1000), most: LONGEST_ASKED })
    }
    if (asked === undefined) yield* Effect.sleep(1000 * Math.min(LONGEST, pause * 2 ** (tries - 1)))
    else yield* pace.hold(asked)
  }
})
