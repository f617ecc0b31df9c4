/**
 * A language or vision model behind an endpoint of the form `/v1/chat/completions` as an annotator: hosted, or on this machine.
 */
import { note } from "@marginalia/core/Notices"
import * as Options from "@marginalia/core/Options"
import * as Quote from "@marginalia/core/Quote"
import * as Effect from "effect/Effect"
import { HttpClient } from "effect/http/HttpClient"
import * as Schema from "effect/Schema"
import type { Annotator, Ask, Usage } from "./annotator.ts"
import { type ChatAsking, chatOutcome, chatRequest, expectedTokens } from "./chat.ts"
import { makePace } from "./pace.ts"
import { type AnnotatorError, failed } from "./problem.ts"
import { address, Price, type RequestOptions, requestOptions, some, wayOf } from "./request-options.ts"
import { send } from "./send.ts"

/** The most bytes of an answer. */
const BYTES = 4e6

/** Prices are for so many tokens. */
const MILLION = 1e6

const Tokens = Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 1_000_000 }))

/** What `openai(url, model, prompt)` takes. */
export const openaiOptions = Schema.Struct({
  url: address("where the endpoint is: http://localhost:8080/v1"),
  model: Options.required(Schema.NonEmptyString, "the model's name, as the endpoint has it"),
  prompt: Options.required(Schema.NonEmptyString, "what the model is told: what is asked, and what the classes mean"),
  ...requestOptions,
  inputPrice: Options.field(Price, 0, "what a million tokens cost that go in"),
  outputPrice: Options.field(Price, 0, "what a million tokens cost that come out"),
  format: Options.field(
    Schema.Literals(["auto", "schema", "text"]),
    "auto",
    "how answers are held to the classes: schema, by the endpoint; text, in words; auto: by the endpoint, or in words where it refuses that"
  ),
  logprobs: Options.field(
    Schema.Boolean,
    false,
    "ask for the probabilities of the answer's tokens, of which the label's probability is made"
  ),
  maxTokens: Options.field(
    Schema.Union([Tokens, Schema.Literal("none")]),
    "none",
    "the most tokens of an answer"
  ),
  imageTokens: Options.field(Tokens, 1000, "for how many tokens an image counts in estimates")
})

/** The options of an {@link openaiAnnotator}, decoded. */
export interface OpenaiOptions extends RequestOptions {
  /** The model's name, as the endpoint has it. */
  readonly model: string
  /** What the model is told: what is asked, and what the classes mean. */
  readonly prompt: string
  /** What a million tokens cost that go in. */
  readonly inputPrice: number
  /** What a million tokens cost that come out. */
  readonly outputPrice: number
  /** How answers are held to the classes: by the endpoint, in words, or by the endpoint unless it refuses that. */
  readonly format: "auto" | "schema" | "text"
  /** Whether the probabilities of the answer's tokens are asked for. */
  readonly logprobs: boolean
  /** The most tokens of an answer; `none`: as the endpoint has it. */
  readonly maxTokens: number | "none"
  /** For how many tokens an image counts in estimates. */
  readonly imageTokens: number
}

/** The address of completions: what is given, or what stands below it. */
export const completionsAt = (url: string): string => {
  const at = new URL(url), path = at.pathname.replace(/\/+$/, "")
  at.pathname = path.endsWith("/chat/completions") ? path : `${path}/chat/completions`
  return String(at)
}

const priced = (
  { inputPrice, outputPrice }: OpenaiOptions,
  { input, output }: Pick<Usage, "input" | "output">
): Usage => ({ input, output, cost: (input * inputPrice + output * outputPrice) / MILLION })

const askingOf = (options: OpenaiOptions, classes: ReadonlyArray<string>, schema: boolean): ChatAsking => ({
  model: options.model,
  prompt: options.prompt,
  classes,
  schema,
  logprobs: options.logprobs,
  maxTokens: some(options.maxTokens)
})

/** Whether an endpoint refuses to hold answers to a schema. */
const isAboutSchema = ({ reason }: AnnotatorError): boolean =>
  reason._tag === "Refused" && (reason.status === 400 || reason.status === 422) &&
  /response_format|json_schema|guided|grammar/i.test(reason.said)

/** An endpoint that was opened: it remembers whether it takes a schema. */
const opened = Effect.fnUntraced(function*(options: OpenaiOptions, url: string) {
  const client = yield* HttpClient, way = yield* wayOf(options, url, BYTES), pace = makePace(some(options.rate))
  let schema = options.format !== "text"
  const sent = (asking: ChatAsking, item: Parameters<Ask>[0][number]) =>
    send(way, pace, chatRequest(asking, item)).pipe(Effect.provideService(HttpClient, client))
  const inWords = (classes: ReadonlyArray<string>, item: Parameters<Ask>[0][number], error: AnnotatorError) =>
    Effect.gen(function*() {
      if (schema) yield* note(`note: ${url} holds no answer to a schema; classes are asked for in words`)
      schema = false
      const asking = askingOf(options, classes, false)
      return { asking, json: yield* sent(asking, item) }
    }).pipe(Effect.mapError((again) => again.reason._tag === "Refused" && isAboutSchema(again) ? error : again))
  return Effect.fnUntraced(function*(item: Parameters<Ask>[0][number], classes: ReadonlyArray<string>) {
    const asking = askingOf(options, classes, schema)
    return yield* sent(asking, item).pipe(
      Effect.map((json) => ({ asking, json })),
      Effect.catchIf(
        (error) => options.format === "auto" && asking.schema && isAboutSchema(error),
        (error) => inWords(classes, item, error)
      )
    )
  })
})

/**
 * A model behind an endpoint of the form `/v1/chat/completions`, asked about one item at a time at temperature 0. Its answers
 * count as labels only where they name a class letter by letter; all others are declined. The `options` say where it is, and what
 * it is asked. Its `ask` fails with `AnnotatorError`: as {@link send}
 * does, and `Protocol` for an answer of another form.
 */
export const openaiAnnotator = (options: OpenaiOptions): Annotator => {
  const { concurrency, format, imageTokens, logprobs, maxTokens, model, mostCost, name, prompt } = options
  const url = completionsAt(options.url)
  const open = Effect.map(opened(options, url), (chat): Ask =>
    Effect.fnUntraced(function*([item], classes) {
      const { asking, json } = yield* chat(item!, classes), found = chatOutcome(json, asking)
      if (typeof found === "string") {
        return yield* failed({ _tag: "Protocol", url, problem: Quote.message(found, 300) })
      }
      return { outcomes: [found.outcome], strangers: 0, usage: priced(options, found.tokens) }
    }))
  return {
    name: name === "auto" ? model : name,
    identity: JSON.stringify(["openai", url, model, prompt, format, logprobs, maxTokens]),
    batch: 1,
    concurrency,
    mostCost: some(mostCost),
    expect: (items, classes) =>
      priced(
        options,
        items.map((item) => expectedTokens(askingOf(options, classes, format !== "text"), item, imageTokens))
          .reduce((a, b) => ({ input: a.input + b.input, output: a.output + b.output }), { input: 0, output: 0 })
      ),
    open
  }
}
