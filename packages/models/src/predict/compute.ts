/**
 * What a model says of items, as arrays. Tested in packages/cli/test/round-folder.test.ts and stored.test.ts.
 */
import type * as Matrix from "@marginalia/core/Matrix"
import * as Rng from "@marginalia/core/Rng"
import type { RoundColumn } from "@marginalia/datasets/files/round-about"
import type { AnyItems } from "@marginalia/datasets/items"
import * as Effect from "effect/Effect"
import { fitting } from "../model/fitting.ts"
import type { Model } from "../model/Model.ts"
import * as outputs from "../model/outputs.ts"
import { load } from "../model/store.ts"
import { columnsOf } from "./columns.ts"

/** A column's numbers: which `output` of the model it is, its shape and its data. */
export interface PredictedColumn {
  readonly output: RoundColumn
  /** Items by what the column has of each; `passes` have the passes before these. */
  readonly shape: ReadonlyArray<number>
  /** Row by row. */
  readonly data: Float32Array | Float64Array
}

/** How a model is asked. */
export interface ComputeOptions {
  /** The columns. Default: all that one pass over the items gives. */
  readonly columns?: ReadonlySet<RoundColumn> | undefined
  /** How many items go through at once. Default: as suits the network. */
  readonly batch?: number | undefined
  /** How many stochastic passes of a network with dropout, where these are a column. Default 25. */
  readonly passes?: number | undefined
  /** What the passes are drawn from. Default 0. */
  readonly seed?: number | undefined
}

type AnyMatrix = Matrix.Matrix | Matrix.Matrix64

const one = (output: RoundColumn, { cols, data, rows }: AnyMatrix): PredictedColumn => ({
  output,
  shape: [rows, cols],
  data
})

const stacked = (all: ReadonlyArray<Matrix.Matrix>): PredictedColumn => {
  const [{ cols, rows } = { cols: 0, rows: 0 }] = all
  const data = new Float32Array(all.length * rows * cols)
  all.forEach((pass, t) => data.set(pass.data, t * rows * cols))
  return { output: "passes", shape: [all.length, rows, cols], data }
}

const batchesOf = ({ batch }: ComputeOptions) => batch === undefined ? {} : { batch }

const passesOf = (model: Model, items: AnyItems, options: ComputeOptions) =>
  outputs.passes(model, items, {
    ...batchesOf(options),
    count: options.passes ?? 25,
    key: Rng.derive(Rng.fromSeed(options.seed ?? 0), "passes")
  })

/** Those that one pass over the items gives; `probability` is always one of them. */
const ofOnePass = (columns: ReadonlySet<RoundColumn>) => [
  "probability" as const,
  ...(["feature", "projection"] as const).filter((name) => columns.has(name))
]

/** The columns asked for, in their order, of the model in `folder`, with the probabilities that classes are taken by. */
export const compute = Effect.fnUntraced(function*(folder: string, items: AnyItems, options: ComputeOptions) {
  const model = yield* load(folder)
  const columns = options.columns ?? columnsOf(model)
  const fit = yield* fitting(model, items)
  const passes = columns.has("passes") ? [stacked(yield* passesOf(model, fit, options))] : []
  const prototype = columns.has("prototype") ? [one("prototype", yield* outputs.prototype(model))] : []
  const names = ofOnePass(columns)
  const matrices = yield* outputs.together(model, fit, names, batchesOf(options))
  const all = [...matrices.map((matrix, i) => one(names[i]!, matrix)), ...passes, ...prototype]
  return {
    columns: Array.from(columns, (column) => all.find(({ output }) => output === column)!),
    probability: matrices[0]!,
    classes: model.built.classes
  }
})
