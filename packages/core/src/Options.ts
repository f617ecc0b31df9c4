/**
 * Options of parts: a Schema each, from which defaults, messages, docs and the command line are derived.
 */
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Schema from "effect/Schema"
import * as SchemaIssue from "effect/SchemaIssue"
import { InvalidOptions } from "./Errors.ts"
import type { Kind } from "./named/kind.ts"
import { isRecord, show as kindOf } from "./query/kinds.ts"
import * as Spec from "./Spec.ts"
import * as Suggest from "./Suggest.ts"

/** The fields of an options Schema; every one has a default. */
export type Fields = { readonly [option: string]: Schema.Codec<unknown, unknown> }

/** An options Schema: a `Schema.Struct` whatever its fields. */
export interface Options extends Schema.Codec<{ readonly [option: string]: unknown }, unknown> {
  /** What each option takes. */
  readonly fields: Fields
}

/** No options at all. */
export const none = Schema.Struct({})

/**
 * An option: a `schema` of what it takes, the value that it has by default (`defaultValue`), and a `description`, a
 * sentence that the docs and `--help` print.
 */
export const field = <T, E>(schema: Schema.Codec<T, E>, defaultValue: E, description: string) =>
  schema.annotate({ description }).pipe(Schema.withDecodingDefaultKey(Effect.succeed(defaultValue)))

const REQUIRED = "marginaliaRequired"
const PATH = "marginaliaPath"
const NAMED = "marginaliaNamed"

/**
 * A field that has no default and must be given (the file of a model, say): a `schema` of what it takes, and a
 * `description`, a sentence for the docs and `--help`.
 */
export const required = <T, E>(schema: Schema.Codec<T, E>, description: string): Schema.Codec<T, E> =>
  schema.annotate({ description, [REQUIRED]: true })

/** A text that is the path of a file or a folder: in an experiment file, relative to that file. */
export const Path: Schema.Codec<string> = Schema.NonEmptyString.annotate({ [PATH]: true, expected: "a path" })

/**
 * A value that is named itself, by `kind`, and whose form is `schema`: the head of a network in `mlp(256,
 * head=max-separation)`.
 */
export const named = <T, E>(kind: Kind<T>, schema: Schema.Codec<T, E>): Schema.Codec<T, E> =>
  schema.annotate({ [NAMED]: kind })

const annotation = (field: Schema.Codec<unknown, unknown>, key: string): unknown =>
  Schema.resolveAnnotations(field)?.[key]

/** Whether the field is the path of a file or a folder, see {@link Path}. */
export const isPath = (field: Schema.Codec<unknown, unknown>): boolean => annotation(field, PATH) === true

/** Whether the field has no default, see {@link required}. */
export const isRequired = (field: Schema.Codec<unknown, unknown>): boolean => annotation(field, REQUIRED) === true

/** The kind that names the field's values, see {@link named}; undefined for plain values. */
export const kindOfField = (field: Schema.Codec<unknown, unknown>): Kind<unknown> | undefined =>
  annotation(field, NAMED) as Kind<unknown> | undefined

const standard = SchemaIssue.makeFormatterStandardSchemaV1()

const words: { readonly [type: string]: string } = { number: "a number", string: "a text", boolean: "true or false" }

/** What an option takes, from a Schema's "Expected number | string". */
const expectation = (message: string): string =>
  message.replace(/^Expected /, "").split(" | ").map((word) => words[word] ?? word).join(
    " or "
  )

/** The error for an option, `name`, that is none of those that a `part` takes, `known`. */
export const unknownOption = (part: string, name: string, known: ReadonlyArray<string>): InvalidOptions =>
  new InvalidOptions({
    part,
    path: name,
    reason: { _tag: "Unknown", allowed: known, suggestion: Suggest.nearest(name, known) }
  })

const refused = (part: string, issue: SchemaIssue.Issue, input: { readonly [option: string]: unknown }) => {
  const [first] = standard(issue).issues
  const path = (first?.path ?? []).map(String).join(".")
  const expected = expectation(first?.message ?? "another value")
  return new InvalidOptions({ part, path, reason: { _tag: "Value", value: input[path], expected } })
}

/**
 * The options with their defaults filled in, from the `input` that a user gave to a `part`.
 *
 * `schema` says what each option takes; `input` holds some of them by name (default none); `also` names options that
 * the part takes besides the Schema's (scores; default none). −0 is taken as 0, as neither text nor JSON can tell them
 * apart. Throws {@link InvalidOptions} naming the option, what it takes and what it was given.
 */
export const decode = <S extends Options>(
  part: string,
  schema: S,
  input: object = {},
  also: ReadonlyArray<string> = []
): S["Type"] => {
  const known = Object.keys(schema.fields)
  const stranger = Object.keys(input).find((name) => !known.includes(name))
  if (stranger !== undefined) throw unknownOption(part, stranger, [...also, ...known])
  const given = Object.fromEntries(
    Object.entries(input).filter(([, value]) => value !== undefined).map((
      [option, value]: [string, unknown]
    ) => [option, Spec.plain(value)])
  )
  const missing = known.find((name) => !(name in given) && isRequired(schema.fields[name]!))
  if (missing !== undefined) {
    const about = description(schema.fields[missing]!)
    throw new InvalidOptions({ part, path: missing, reason: { _tag: "Missing", about } })
  }
  const exit = Schema.decodeUnknownExit(schema)(given)
  if (Exit.isSuccess(exit)) return exit.value
  const failure = exit.cause.reasons.find((reason) => reason._tag === "Fail")
  if (failure === undefined) throw new Error(`${part}: its options Schema is asynchronous`)
  throw refused(part, failure.error.issue, input as { readonly [option: string]: unknown })
}

/**
 * Options without a Schema, as they are: those of layers and of functions.
 *
 * Gives `input` back. Throws {@link InvalidOptions}, in the name of `part`, on a name that is none of `known`, and on
 * options that are no object.
 */
export const exact = <T extends object>(part: string, input: T, known: ReadonlyArray<string>): T => {
  if (!isRecord(input)) {
    const reason = { _tag: "NoOptions", value: kindOf(input), expected: "an object" } as const
    throw new InvalidOptions({ part, path: "", reason })
  }
  for (const name in input) if (!known.includes(name)) throw unknownOption(part, name, known)
  return input
}

/** The options of a `schema` when nothing is given; those that must be given are left out. */
export const defaults = (schema: Options): { readonly [option: string]: unknown } =>
  decode(
    "defaults",
    Schema.Struct(Object.fromEntries(Object.entries(schema.fields).filter(([, field]) => !isRequired(field)))),
    {}
  )

/** The sentence that {@link field} was given. */
export const description = (field: Schema.Codec<unknown, unknown>): string => {
  const text = Schema.resolveAnnotations(field)?.["description"]
  return typeof text === "string" ? text : ""
}
