/**
 * What is sent to an endpoint of the form `/v1/chat/completions`, and what it answers. Pure; `openai.ts` sends it.
 */
import * as Exit from "effect/Exit"
import * as Schema from "effect/Schema"
import type { DeclineReason, Outcome, Usage } from "./annotator.ts"
import type { Content } from "./content.ts"

/** What is asked of a model. */
export interface ChatAsking {
  readonly model: string
  /** What the person tells the model: what the classes mean, and how to tell them apart. */
  readonly prompt: string
  readonly classes: ReadonlyArray<string>
  /** Whether the answer is held to JSON of the classes by the endpoint (`response_format`), or asked for in words. */
  readonly schema: boolean
  /** Whether the probabilities of the answer's tokens are asked for. */
  readonly logprobs: boolean
  /** The most tokens of an answer; undefined: as the endpoint has it. */
  readonly maxTokens: number | undefined
}

const list = (classes: ReadonlyArray<string>): string => classes.map((name) => JSON.stringify(name)).join(", ")

const systemOf = ({ classes, prompt, schema }: ChatAsking): string =>
  schema
    ? `${prompt}\n\nAnswer with JSON: {"label": CLASS}, where CLASS is one of ${list(classes)}.`
    : `${prompt}\n\nAnswer with one of these classes and nothing else, without quotes: ${list(classes)}.`

type Part =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "image_url"; readonly image_url: { readonly url: string } }

/** The item alone: its id may tell what it is. */
const partsOf = ({ fields, image, text }: Content): ReadonlyArray<Part> => {
  const rows = (fields ?? []).map(({ name, value }) => `${name}: ${value}`).join("\n")
  const words = [text ?? "", rows].filter((part) => part !== "").join("\n\n")
  return [
    ...(words === "" ? [] : [{ type: "text", text: words } as const]),
    ...(image === undefined ? [] : [
      {
        type: "image_url",
        image_url: { url: `data:${image.type};base64,${Buffer.from(image.bytes).toString("base64")}` }
      } as const
    ])
  ]
}

/** A text alone is sent as it is: some endpoints take nothing else. */
const contentOf = (item: Content): string | ReadonlyArray<Part> => {
  const parts = partsOf(item), [only] = parts
  return parts.length === 1 && only?.type === "text" ? only.text : parts
}

/** The body of the request about an item, at temperature 0. */
export const chatRequest = (asking: ChatAsking, item: Content): Record<string, unknown> => ({
  model: asking.model,
  temperature: 0,
  messages: [{ role: "system", content: systemOf(asking) }, { role: "user", content: contentOf(item) }],
  ...(asking.maxTokens === undefined ? {} : { max_tokens: asking.maxTokens }),
  ...(asking.logprobs ? { logprobs: true } : {}),
  ...(asking.schema
    ? {
      response_format: {
        type: "json_schema",
        json_schema: {
          name: "label",
          strict: true,
          schema: {
            type: "object",
            properties: { label: { type: "string", enum: asking.classes } },
            required: ["label"],
            additionalProperties: false
          }
        }
      }
    }
    : {})
})

/** Of an answer what is looked at; endpoints add much else. */
const Completion = Schema.Struct({
  choices: Schema.Array(Schema.Struct({
    message: Schema.Struct({
      content: Schema.optionalKey(Schema.NullOr(Schema.String)),
      refusal: Schema.optionalKey(Schema.NullOr(Schema.String))
    }),
    finish_reason: Schema.optionalKey(Schema.NullOr(Schema.String)),
    logprobs: Schema.optionalKey(Schema.NullOr(Schema.Struct({
      content: Schema.optionalKey(Schema.NullOr(Schema.Array(Schema.Struct({ logprob: Schema.Finite }))))
    })))
  })),
  usage: Schema.optionalKey(Schema.NullOr(Schema.Struct({
    prompt_tokens: Schema.Finite,
    completion_tokens: Schema.optionalKey(Schema.Finite)
  })))
})

type Choice = (typeof Completion.Type)["choices"][number]

const decode = Schema.decodeUnknownExit(Completion)

const Labeled = Schema.fromJsonString(Schema.Struct({ label: Schema.String }))
const readLabel = Schema.decodeUnknownExit(Labeled)

const declined = (why: DeclineReason, said: string): Outcome => ({ _tag: "Declined", why, said: said.slice(0, 200) })

/** The class that a text names: as `{"label": …}`, or as the text itself without space around it; letter by letter. */
const named = (text: string, schema: boolean): string | undefined => {
  const exit = readLabel(text)
  if (Exit.isSuccess(exit)) return exit.value.label
  return schema && text.trim().startsWith("{") ? undefined : text.trim()
}

/** The probability of the whole answer: the product over its tokens. */
const probabilityOf = ({ logprobs }: Choice): number | null => {
  const tokens = logprobs?.content ?? []
  return tokens.length === 0 ? null : Math.min(1, Math.exp(tokens.reduce((sum, { logprob }) => sum + logprob, 0)))
}

const outcomeOf = (choice: Choice, { classes, schema }: ChatAsking): Outcome => {
  const { finish_reason: end, message: { content, refusal } } = choice, text = content ?? ""
  if (refusal !== undefined && refusal !== null && refusal !== "") return declined("refused", refusal)
  if (end === "content_filter") return declined("refused", "the endpoint's filter")
  const label = named(text, schema), isCut = end === "length" && !Exit.isSuccess(readLabel(text))
  // What was cut off may be the beginning of a longer class: cat, of caterpillar. JSON that is whole was not cut.
  const isOpen = isCut && classes.some((name) => name !== label && label !== undefined && name.startsWith(label))
  if (label !== undefined && classes.includes(label) && !isOpen) {
    return { _tag: "Label", label, probability: probabilityOf(choice) }
  }
  if (end === "length") return declined("cut off", text)
  return declined(label === undefined || text.trim() === "" ? "unreadable" : "no class", text)
}

/**
 * What an answer's JSON says of the item: a label only where the first choice names one of the classes letter by letter; and the
 * tokens that the endpoint counted, 0 where it says none. Gives a text that says what is wrong, where the JSON has another form.
 */
export const chatOutcome = (
  json: unknown,
  asking: ChatAsking
): { readonly outcome: Outcome; readonly tokens: Pick<Usage, "input" | "output"> } | string => {
  const exit = decode(json)
  if (Exit.isFailure(exit)) {
    const failure = exit.cause.reasons.find((reason) => reason._tag === "Fail")
    return failure === undefined ? "it cannot be read" : failure.error.message
  }
  const { choices: [choice], usage } = exit.value
  if (choice === undefined) return "there is no choice in it"
  return {
    outcome: outcomeOf(choice, asking),
    tokens: { input: usage?.prompt_tokens ?? 0, output: usage?.completion_tokens ?? 0 }
  }
}

/** So many characters are counted as a token, where the endpoint has not counted yet. */
const CHARACTERS = 4

/** The tokens that a request about an item is expected to take; an image counts as `image`. */
export const expectedTokens = (asking: ChatAsking, item: Content, image: number): Pick<Usage, "input" | "output"> => {
  const words = systemOf(asking).length + (item.text?.length ?? 0) +
    (item.fields ?? []).reduce((sum, { name, value }) => sum + name.length + value.length + 3, 0)
  const answer = Math.max(0, ...asking.classes.map(({ length }) => length)) + (asking.schema ? 14 : 0)
  return {
    input: Math.ceil(words / CHARACTERS) + (item.image === undefined ? 0 : image),
    output: Math.ceil(answer / CHARACTERS)
  }
}
