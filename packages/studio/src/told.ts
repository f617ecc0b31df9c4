/**
 * What an error tells another program, over HTTP or between processes: words for a person, and data to switch on.
 */
import * as Schema from "effect/Schema"

/** The fields of every error that goes over the wire. */
export const toldFields = {
  problem: Schema.String.annotate({ description: "What is wrong and what to do, in words" }),
  reason: Schema.String.annotate({ description: "Which error it is, to switch on: `UnknownId`, `InvalidQuery`" }),
  about: Schema.optionalKey(Schema.Record(Schema.String, Schema.Unknown)).annotate({
    description: "What is known of the fault, by name: the id, the setting, the value, what may stand there"
  })
}

/** An error as another program is told of it. */
export interface Told {
  /** What is wrong and what to do, in words. */
  readonly problem: string
  /** Which error it is, to switch on: the tag of its reason where that has one, else its own. */
  readonly reason: string
  /** What is known of the fault, by name; absent where nothing is. */
  readonly about?: { readonly [name: string]: unknown }
}

/** The longest list and the longest text that are told; a pool's ids can be a million. */
const MOST = 100, LONGEST = 2000

/** What stands in the words already, or is for a person's eyes. */
const TEXTS = new Set(["_tag", "message", "stack", "cause", "problem", "hint", "says", "exitCode", "multiline"])

const isPlain = (value: unknown): boolean =>
  typeof value === "string" ? value.length <= LONGEST : typeof value === "boolean" || Number.isFinite(value)

/** A value as JSON has it, where it is small enough to be told; undefined for others. */
const tellable = (value: unknown): unknown => {
  if (isPlain(value) || value === null) return value
  if (Array.isArray(value)) return value.length <= MOST && value.every(isPlain) ? value : undefined
  if (typeof value !== "object" || value === null) return undefined
  if (isTold(value)) return value
  return "_tag" in value ? { _tag: value._tag, ...fieldsOf(value) } : undefined
}

/** Whether it is what another process told of its error. */
const isTold = (value: object): value is Told =>
  "problem" in value && "reason" in value && typeof value.problem === "string" && typeof value.reason === "string"

const fieldsOf = (value: object): { readonly [name: string]: unknown } =>
  Object.fromEntries(
    Object.entries(value).filter(([name]) => !TEXTS.has(name) && !(name === "name" && value instanceof Error)).flatMap(
      ([name, field]) => {
        const told = tellable(field)
        return told === undefined ? [] : [[name, told] as const]
      }
    )
  )

const tagOf = (value: unknown): string | undefined =>
  typeof value === "object" && value !== null && "_tag" in value ? String(value._tag) : undefined

/** The tag of a reason is what is switched on; else that of the error itself. */
const subjectOf = (error: unknown): unknown => {
  const reason = typeof error === "object" && error !== null && "reason" in error ? error.reason : undefined
  return tagOf(reason) === undefined ? error : reason
}

/** What an error knows and what its reason does: the item's id, of the one, and what is wrong with it, of the other. */
const aboutOf = (error: object, subject: object): { readonly [name: string]: unknown } => {
  const own = fieldsOf(error)
  if (subject === error) return own
  const { reason: _, ...rest } = own
  return { ...rest, ...fieldsOf(subject) }
}

/** What another process told of its error is told on. */
const toldIn = (subject: unknown): Told | undefined =>
  typeof subject === "object" && subject !== null && "told" in subject ? subject.told as Told : undefined

/** A `problem` in words, its `reason`, and `about`, what is known of it (default nothing), where no error says so. */
export const tell = (problem: string, reason: string, about?: NonNullable<Told["about"]>): Told =>
  about === undefined ? { problem, reason } : { problem, reason, about }

/**
 * An `error` as data: its words, its tag and what it knows that is small and JSON; one that only passes on what another process
 * `told` of its error is told as that. Never throws.
 */
export const toldOf = (error: unknown): Told => {
  const subject = subjectOf(error), told = toldIn(subject)
  if (told !== undefined) return told
  const problem = error instanceof Error ? error.message : String(error)
  const reason = tagOf(subject) ?? "Defect"
  const about = reason === "Defect" ? {} : aboutOf(error as object, subject as object)
  return Object.keys(about).length === 0 ? { problem, reason } : { problem, reason, about }
}
