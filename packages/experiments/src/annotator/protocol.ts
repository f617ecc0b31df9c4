/**
 * What is sent to a service that annotates, and what it answers: the protocol of `http(url)`, version 1.
 */
import * as Exit from "effect/Exit"
import * as Schema from "effect/Schema"
import type { Outcome, Reply } from "./annotator.ts"
import type { Content } from "./content.ts"

/** An item in a request. An image is its file's bytes in base64. */
const Item = Schema.Struct({
  id: Schema.String,
  text: Schema.optionalKey(Schema.String),
  fields: Schema.optionalKey(Schema.Record(Schema.String, Schema.String)),
  image: Schema.optionalKey(Schema.Struct({ type: Schema.String, data: Schema.String }))
})

/** A request: which of the `classes` is each of the `items`? */
export const Request = Schema.Struct({
  version: Schema.Literal(1),
  classes: Schema.Array(Schema.String),
  items: Schema.Array(Item)
})

const Share = Schema.Finite.check(Schema.isBetween({ minimum: 0, maximum: 1 }))

/** An answer about an item: its label, null for none; or a probability for each class, in the order of the request. */
const Labeled = Schema.Struct({
  id: Schema.String,
  label: Schema.optionalKey(Schema.NullOr(Schema.String)),
  probability: Schema.optionalKey(Schema.NullOr(Share)),
  probabilities: Schema.optionalKey(Schema.Array(Share)),
  /** Why there is no label, for people. */
  why: Schema.optionalKey(Schema.String)
})

/** An answer: what is said of the items in any order, and what it cost, where the service knows. */
export const Response = Schema.Struct({
  labels: Schema.Array(Labeled),
  cost: Schema.optionalKey(Schema.Finite.check(Schema.isGreaterThanOrEqualTo(0)))
})

type Labeled = typeof Labeled.Type

/** Items and classes as a request. */
export const encodeRequest = (
  items: ReadonlyArray<Content>,
  classes: ReadonlyArray<string>
): typeof Request.Type => ({
  version: 1,
  classes,
  items: items.map(({ fields, id, image, text }) => ({
    id,
    ...(text === undefined ? {} : { text }),
    ...(fields === undefined
      ? {}
      : { fields: Object.fromEntries(fields.map(({ name, value }) => [name, value] as const)) }),
    ...(image === undefined
      ? {}
      : { image: { type: image.type, data: Buffer.from(image.bytes).toString("base64") } })
  }))
})

const declined = (why: "refused" | "no class" | "unreadable", said: string): Outcome => ({
  _tag: "Declined",
  why,
  said: said.slice(0, 200)
})

/** How far probabilities may sum to something else than 1. */
const SLACK = 1e-3

const likeliest = (probabilities: ReadonlyArray<number>, classes: ReadonlyArray<string>): Outcome => {
  const sum = probabilities.reduce((a, b) => a + b, 0)
  if (probabilities.length !== classes.length) {
    return declined("unreadable", `${probabilities.length} probabilities for ${classes.length} classes`)
  }
  if (Math.abs(sum - 1) > SLACK) return declined("unreadable", `probabilities that sum to ${sum}`)
  const most = Math.max(...probabilities)
  return { _tag: "Label", label: classes[probabilities.indexOf(most)]!, probability: most }
}

const outcomeOf = (said: Labeled, classes: ReadonlyArray<string>): Outcome => {
  const { label, probabilities, probability = null, why = "" } = said
  if (label === undefined) {
    return probabilities === undefined
      ? declined("unreadable", why === "" ? "neither label nor probabilities" : why)
      : likeliest(probabilities, classes)
  }
  if (label === null) return declined("refused", why)
  const at = classes.indexOf(label)
  if (at < 0) return declined("no class", label)
  return { _tag: "Label", label, probability: probability ?? probabilities?.[at] ?? null }
}

/** What an answer says, by id; two answers about an item that differ are unreadable. */
const byId = (labels: ReadonlyArray<Labeled>, classes: ReadonlyArray<string>): ReadonlyMap<string, Outcome> => {
  const found = new Map<string, Outcome>()
  for (const one of labels) {
    const outcome = outcomeOf(one, classes), before = found.get(one.id)
    const same = before === undefined || JSON.stringify(before) === JSON.stringify(outcome)
    found.set(one.id, same ? outcome : declined("unreadable", "two answers that differ"))
  }
  return found
}

const decode = Schema.decodeUnknownExit(Response)

/**
 * An answer's JSON as a reply to a request about `items`: each item's outcome, undefined where the answer leaves it out; answers
 * about others are counted as strangers. The likeliest class is the label where only probabilities are given, of equally
 * likely ones the first. `price` is what an answered item costs where the service does not say.
 *
 * Gives a text that says what is wrong, where the JSON has another form.
 */
export const decodeResponse = (
  json: unknown,
  items: ReadonlyArray<Content>,
  classes: ReadonlyArray<string>,
  price: number
): Reply | string => {
  const exit = decode(json)
  if (Exit.isFailure(exit)) {
    const failure = exit.cause.reasons.find((reason) => reason._tag === "Fail")
    return failure === undefined ? "it cannot be read" : failure.error.message
  }
  const { cost, labels } = exit.value, found = byId(labels, classes)
  const asked = new Set(items.map(({ id }) => id))
  const outcomes = items.map(({ id }) => found.get(id))
  const answered = outcomes.filter((outcome) => outcome !== undefined).length
  return {
    outcomes,
    strangers: [...found.keys()].filter((id) => !asked.has(id)).length,
    usage: { input: 0, output: 0, cost: cost ?? price * answered }
  }
}
