/**
 * What a model says of items, as the arrays that are written.
 */
import { Rng } from "@marginalia/core"
import type * as Matrix from "@marginalia/core/Matrix"
import { type AnyItems, loadModel, type Model, outputs } from "@marginalia/models/training"
import { fitting } from "@marginalia/models/training"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { columnsOf, type Output } from "./columns.ts"
import type { PredictInput } from "./flags.ts"

/** A column's numbers. */
export interface Written {
  readonly output: Output
  readonly shape: ReadonlyArray<number>
  readonly data: Float32Array | Float64Array
}

/** All columns, and the probabilities that classes are taken by. */
export interface Predicted {
  readonly written: ReadonlyArray<Written>
  readonly probability: Matrix.Matrix
  readonly classes: number
}

type AnyMatrix = Matrix.Matrix | Matrix.Matrix64

const one = (output: Output, { cols, data, rows }: AnyMatrix): Written => ({ output, shape: [rows, cols], data })

const stacked = (all: ReadonlyArray<Matrix.Matrix>): Written => {
  const [{ cols, rows } = { cols: 0, rows: 0 }] = all
  const data = new Float32Array(all.length * rows * cols)
  all.forEach((pass, t) => data.set(pass.data, t * rows * cols))
  return { output: "passes", shape: [all.length, rows, cols], data }
}

const batchesOf = ({ batch }: PredictInput) => Option.isSome(batch) ? { batch: batch.value } : {}

const passesOf = (model: Model, items: AnyItems, input: PredictInput) =>
  outputs.passes(model, items, {
    ...batchesOf(input),
    count: Option.getOrElse(input.passes, () => 25),
    key: Rng.derive(Rng.fromSeed(input.seed), "passes")
  })

/** Those that one pass over the items gives; `probability` is always one of them. */
const ofOnePass = (columns: ReadonlySet<Output>) => [
  "probability" as const,
  ...(["feature", "projection"] as const).filter((name) => columns.has(name))
]

/** The columns asked for, in their order, or all that one pass gives; everything is in memory before a file is written. */
export const compute = Effect.fnUntraced(function*(
  asked: ReadonlySet<Output> | undefined,
  items: AnyItems,
  input: PredictInput
) {
  const model = yield* loadModel(input.model)
  const columns = asked ?? columnsOf(model)
  const fit = yield* fitting(model, items)
  const passes = columns.has("passes") ? [stacked(yield* passesOf(model, fit, input))] : []
  const prototype = columns.has("prototype") ? [one("prototype", yield* outputs.prototype(model))] : []
  const names = ofOnePass(columns)
  const matrices = yield* outputs.together(model, fit, names, batchesOf(input))
  const all = [...matrices.map((matrix, i) => one(names[i]!, matrix)), ...passes, ...prototype]
  return {
    written: Array.from(columns, (column) => all.find(({ output }) => output === column)!),
    probability: matrices[0]!,
    classes: model.built.classes
  } satisfies Predicted as Predicted
})
