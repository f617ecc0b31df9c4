/**
 * Sources: stages that name the service a column comes from, so that a pipeline's text shows it.
 *
 * They are skipped when the query holds the column. A pipeline that leaves them out asks the same services at its edge.
 */
import { type Column, type Columns, PartFailed, Stage } from "@marginalia/core"
import { Classifier, Embedder } from "@marginalia/core"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"

const absent = (part: string, service: string, column: Column): PartFailed =>
  new PartFailed({
    part,
    problem: `there is no ${service} to ask; provide one, or give the column "${column}"`,
    reason: "Service",
    service,
    column
  })

/** Asks a service for a column, if it is provided: a part read from text cannot show its services in types. */
const ask = <C extends Column>(
  part: string,
  service: string,
  column: C,
  value: Effect.Effect<Option.Option<Columns[C]>, PartFailed>
) =>
  Effect.flatMap(
    value,
    Option.match({
      onNone: () => Effect.fail(absent(part, service, column)),
      onSome: (found) => Effect.succeed({ columns: { [column]: found } as Partial<Columns> })
    })
  )

const classified = <C extends "probability" | "passes" | "feature" | "projection" | "gradient">(column: C) =>
  Effect.flatMap(Effect.serviceOption(Classifier), (service) =>
    Option.isNone(service)
      ? Effect.succeed(Option.none<Columns[C]>())
      : Effect.asSome(service.value[column] as Effect.Effect<Columns[C], PartFailed>))

const embedded = Effect.flatMap(
  Effect.serviceOption(Embedder),
  (service) =>
    Option.isNone(service)
      ? Effect.succeed(Option.none<Columns["embedding"]>())
      : Effect.asSome(service.value.embedding)
)

/** A source's function asks the service optionally; its type says that it needs it. */
const source = <C extends Column, R>(
  name: string,
  summary: string,
  column: C,
  service: string,
  value: Effect.Effect<Option.Option<Columns[C]>, PartFailed>
) =>
  Stage.define<Record<never, never>, never, C, R>({
    name,
    summary,
    options: Schema.Struct({}),
    needs: [],
    adds: [column],
    run: () => () => ask(name, service, column, value)
  })

/** Asks the `Embedder` for `embedding`. */
export const embed = source<"embedding", Embedder>(
  "embed",
  "asks the Embedder for the embedding",
  "embedding",
  "Embedder",
  embedded
)

const fromClassifier = <C extends "probability" | "passes" | "feature" | "projection" | "gradient">(
  name: string,
  column: C
) =>
  source<C, Classifier>(name, `asks the Classifier for the column ${column}`, column, "Classifier", classified(column))

/** Asks the `Classifier` for `probability`. */
export const predict = fromClassifier("predict", "probability")

/** Asks the `Classifier` for `feature`. */
export const features = fromClassifier("features", "feature")

/** Asks the `Classifier` for `projection`. */
export const project = fromClassifier("project", "projection")

/** Asks the `Classifier` for `gradient`. */
export const gradients = fromClassifier("gradients", "gradient")
