/**
 * Which service supplies which column, in types and at run time.
 */
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { Classifier } from "./Classifier.ts"
import type { Column, Columns } from "./Columns.ts"
import { Embedder } from "./Embedder.ts"
import { PartFailed, type Supply as Origin } from "./Errors.ts"
import * as Message from "./Message.ts"
import { call } from "./ports/call.ts"
import * as columns from "./query/columns.ts"
import { run, type Steps } from "./query/steps.ts"

/**
 * The service behind each column that has one: `Embedder` for `embedding`; `Classifier` for `probability`, `passes`,
 * `feature`, `projection`, `gradient`, `labelProbability` and `estimate`.
 */
export interface Suppliers {
  readonly embedding: Embedder
  readonly probability: Classifier
  readonly passes: Classifier
  readonly feature: Classifier
  readonly projection: Classifier
  readonly gradient: Classifier
  readonly labelProbability: Classifier
  readonly estimate: Classifier
}

/** The services that supply the columns `C`. */
export type ServicesOf<C> = C extends keyof Suppliers ? Suppliers[C] : never

/** Those of the columns `C` that no service supplies. */
export type Unsupplied<C> = Exclude<C, keyof Suppliers>

const failed = (part: string) => (problem: Message.Message, cause?: unknown) =>
  new PartFailed({ part, problem, reason: "Failed", cause })

const nothing = (part: string, column: Column, value: null | undefined) => {
  const expected = `the column "${column}"`
  return new PartFailed({ part, problem: `it gave ${value} for ${expected}`, reason: "Answer", value, expected })
}

/** What a service gives for a column; nothing in a column's stead is a failure of the service. */
const given = <C extends Column>(part: string, column: C, ask: () => Effect.Effect<Columns[C], PartFailed>) =>
  Effect.flatMap(
    call(part, ask, failed(part)),
    (value: Columns[C] | undefined) =>
      value === undefined || value === null
        ? Effect.fail(nothing(part, column, value))
        : Effect.succeed(value)
  )

const fromClassifier = (column: Exclude<keyof Suppliers, "embedding">) =>
  Effect.flatMap(
    Effect.serviceOption(Classifier),
    Option.match({
      onNone: () => Effect.undefined,
      onSome: (classifier) =>
        given("Classifier", column, () => classifier[column] as Effect.Effect<Columns[typeof column], PartFailed>)
    })
  )

const fromEmbedder = Effect.flatMap(
  Effect.serviceOption(Embedder),
  Option.match({
    onNone: () => Effect.undefined,
    onSome: (embedder) => given("Embedder", "embedding", () => embedder.embedding)
  })
)

/**
 * Asks the service behind a column, if there is one and it is provided; `undefined` otherwise. Fails with `PartFailed`
 * where the service fails, or gives nothing.
 */
export const supply = (column: Column): Effect.Effect<Columns[Column] | undefined, PartFailed> => {
  switch (column) {
    case "embedding":
      return fromEmbedder
    case "probability":
    case "passes":
    case "feature":
    case "projection":
    case "gradient":
    case "labelProbability":
    case "estimate":
      return fromClassifier(column)
    default:
      return Effect.undefined
  }
}

/** Whom to ask for a column of a pool of `size` items; `undefined` when no service supplies it. */
export type Supply = (column: Column, size: number) => Effect.Effect<Columns[Column] | undefined, PartFailed>

function* steps(column: Column, size: number, value: Columns[Column]): Steps<Columns[Column] | undefined> {
  const asGiven: Partial<Columns> = { [column]: value }
  columns.checkKinds(asGiven)
  const given = columns.plain(asGiven)
  yield* columns.check(given, size)
  return given[column]
}

const checked = (column: Column, size: number, value: Columns[Column] | undefined) =>
  value === undefined
    ? Effect.undefined
    : Effect.suspend(() => {
      const fail = failed(column === "embedding" ? "Embedder" : "Classifier")
      return run(() => steps(column, size, value)).pipe(
        Effect.mapError((error) => fail(Message.of(error), error)),
        Effect.catchDefect((defect) =>
          Effect.fail(fail(`the column "${column}" that it gave cannot be read: ${String(defect)}`, defect))
        )
      )
    })

/**
 * {@link supply} that checks what it gets and asks for each column only once, for one run of a strategy: two branches
 * of a mix share one embedding. A failure is remembered too.
 */
export const memoized = (): Supply => {
  const asked = new Map<Column, Effect.Effect<Columns[Column] | undefined, PartFailed>>()
  const ask = (column: Column, size: number) =>
    Effect.flatMap(
      Effect.cached(Effect.flatMap(supply(column), (value) => checked(column, size, value))),
      (answer) => {
        asked.set(column, answer)
        return answer
      }
    )
  return (column, size) => Effect.suspend(() => asked.get(column) ?? ask(column, size))
}

/** Whether the service behind a column is provided. */
export const isSupplied = (column: Column): Effect.Effect<boolean> => {
  switch (column) {
    case "embedding":
      return Effect.map(Effect.serviceOption(Embedder), Option.isSome)
    case "probability":
    case "passes":
    case "feature":
    case "projection":
    case "gradient":
      return Effect.map(Effect.serviceOption(Classifier), Option.isSome)
    case "labelProbability":
    case "estimate":
      return Effect.map(
        Effect.serviceOption(Classifier),
        Option.match({ onNone: () => false, onSome: (model) => model[column] !== undefined })
      )
    default:
      return Effect.succeed(false)
  }
}

const toGive = (column: string): Message.Message => Message.text`give it with the query (${Message.column(column)})`

/** Where a missing column may come from. */
export const supplyOf = (column: Column): Origin => {
  switch (column) {
    case "embedding":
      return { advice: "give the pool's embedding", service: "Embedder" }
    case "cluster":
      return { advice: "put a clustering before it, such as kmeans, or give the column" }
    case "prototype":
      return { advice: "put max-separation before it, or give the column" }
    case "target":
      return { advice: "give it with the query: the number of each labeled item, NaN elsewhere" }
    case "gradient":
      return { advice: "put gradient-embedding before it (from probability and feature)", service: "Classifier" }
    case "probability":
    case "passes":
    case "feature":
    case "projection":
    case "labelProbability":
    case "estimate":
      return { advice: toGive(column), service: "Classifier" }
    default:
      return { advice: toGive(column) }
  }
}
