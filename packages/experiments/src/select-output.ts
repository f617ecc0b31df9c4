/**
 * The JSON that `select --format json` writes, versioned: docs/output.md says it in words.
 */
import { Manifest, type Selection } from "@marginalia/core"
import * as Schema from "effect/Schema"

/** Rises when a field changes its meaning or goes away; new fields may come without. */
export const SCHEMA_VERSION = 1

const Scalar = Schema.Union([Schema.Number, Schema.String, Schema.Boolean])

/** A score of an item: its value, and its rank among how many. */
export const Reason = Schema.Struct({
  name: Schema.String,
  value: Schema.Number,
  rank: Schema.Int,
  of: Schema.Int
})

/** Why an item was picked. */
export const Why = Schema.Struct({
  branch: Schema.optionalKey(Schema.String),
  cluster: Schema.optionalKey(Schema.Struct({ number: Schema.Int, size: Schema.Int, labeled: Schema.Int })),
  scores: Schema.Array(Reason)
})

/** An item to label. */
export const Pick = Schema.Struct({
  id: Schema.String,
  position: Schema.Int,
  rank: Schema.Int,
  score: Schema.Number,
  why: Why
})

/** A label that a model is sure of, for this round's training only. */
export const Pseudo = Schema.Struct({
  id: Schema.String,
  position: Schema.Int,
  class: Schema.Int,
  className: Schema.optionalKey(Schema.String),
  score: Schema.Number,
  threshold: Schema.Number
})

/** A step of the strategy as it went. */
export const Step = Schema.Struct({
  step: Schema.String,
  status: Schema.Literals(["ran", "given", "widened", "branch", "failed"]),
  candidates: Schema.Int,
  milliseconds: Schema.Number,
  notes: Schema.Record(Schema.String, Scalar)
})

/** The JSON that `marginalia select --format json` writes, as a Schema. */
export const Output = Schema.Struct({
  schemaVersion: Schema.Literal(SCHEMA_VERSION),
  strategy: Schema.String,
  options: Manifest.Manifest.fields.options,
  seed: Schema.Int,
  budget: Schema.Int,
  picks: Schema.Array(Pick),
  pseudo: Schema.optionalKey(Schema.Array(Pseudo)),
  trace: Schema.Array(Step),
  manifest: Manifest.Manifest
})

/** See the module. */
export type Output = typeof Output.Type

/**
 * The output of a `selection` with its `manifest`; labels that a model is sure of (`pseudo`) only where there are any, with their
 * names where `classes` has them, by class.
 */
export const makeOutput = (
  selection: Selection,
  manifest: Manifest.Manifest,
  classes: ReadonlyArray<string> | undefined
): Output => ({
  schemaVersion: SCHEMA_VERSION,
  strategy: selection.strategy,
  options: manifest.options,
  seed: selection.seed,
  budget: selection.budget,
  picks: selection.picks,
  ...(selection.pseudo.length === 0 ? {} : {
    pseudo: selection.pseudo.map((one) => {
      const className = classes?.[one.class]
      return className === undefined ? one : { ...one, className }
    })
  }),
  trace: selection.trace.map(({ candidates, milliseconds, notes, status, step }) => ({
    step,
    status,
    candidates,
    milliseconds,
    notes
  })),
  manifest
})

const codec = Schema.toCodecJson(Output)

/** The text of an output: JSON, in which infinities are the strings "Infinity" and "-Infinity". */
export const printOutput = (output: Output): string =>
  `${JSON.stringify(Schema.encodeSync(codec)(output), undefined, 2)}\n`

/**
 * Reads an output back from its text, the `input`; `options` are those of Schema's decoders, by default none. Fails
 * with a `SchemaError`.
 */
export const readOutput = Schema.decodeUnknownEffect(Schema.fromJsonString(codec))
