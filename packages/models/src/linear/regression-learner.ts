/**
 * A learner of numbers: a committee of ridge regressions.
 */
import { Matrix, Metrics } from "@marginalia/core"
import { Learner, type TrainingSet } from "@marginalia/core/Learner"
import * as Rng from "@marginalia/core/Rng"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { otherwise, type Vectors } from "./given.ts"
import { standardized, standardOf } from "./standardized.ts"
import { apply, type LinearModel, type Rows, weightedRidge } from "./weighted-ridge.ts"

/** What a {@link regressionLearner} is made from. */
export interface RegressionOptions {
  /** The number that each class of the labels stands for: of an experiment's plan, its `targets`. */
  readonly targets: ArrayLike<number>
  /** The number of each test item. */
  readonly truth: ArrayLike<number>
  /** How much large weights cost, above 0, on columns in standard deviations. Default 1. */
  readonly penalty?: number
  /** How many regressions there are, each on a bootstrap sample of the labels; of one, all labels. Default 10. */
  readonly members?: number
}

/** The labels that a member sees: as many as there are, drawn with replacement; all, where it is the only one. */
const sampleOf = ({ positions, round, seed }: TrainingSet, member: number, members: number): Uint32Array => {
  const n = positions.length, key = Rng.derive(Rng.fromSeed(seed), `committee ${round} ${member}`)
  return Uint32Array.from(positions, (_, i) => members === 1 ? i : Rng.integer(key, i, n))
}

const take = ({ cols, data }: Rows, at: Uint32Array): Rows => {
  const out = new Float64Array(at.length * cols)
  at.forEach((from, i) => out.set(data.subarray(from * cols, (from + 1) * cols), i * cols))
  return { data: out, rows: at.length, cols }
}

/** What the committee says: a row an item, a column a member. */
const said = (committee: ReadonlyArray<LinearModel>, rows: Rows): Matrix.Matrix64 => {
  const columns = committee.map((model) => apply(model, rows)), data = new Float64Array(rows.rows * columns.length)
  columns.forEach((column, t) => column.forEach((value, i) => data[i * columns.length + t] = value))
  return Matrix.make64(data, rows.rows, columns.length)
}

const means = ({ cols, data, rows }: Matrix.Matrix64): Float64Array =>
  Float64Array.from({ length: rows }, (_, i) => data.subarray(i * cols, (i + 1) * cols).reduce((a, b) => a + b) / cols)

/**
 * A committee of ridge regressions over the vectors of `items`, as the learner of an experiment, `options` of which say what the numbers are: each on a bootstrap sample of the
 * labels, drawn from the seed; what it predicts is their mean. It gives strategies `estimate`, a column a member, and measures `rmse`
 * and `r2` on the test items. Columns are put into the pool's standard deviations first. O(members · n d · min(n, d)) a round for n
 * labels of d numbers.
 */
export const regressionLearner = (items: Vectors, options: RegressionOptions): Layer.Layer<Learner> =>
  Layer.sync(Learner, () => {
    const { members = 10, penalty = 1, targets, truth } = options, standard = standardOf(items.pool)
    const pool = standardized(standard, items.pool), test = standardized(standard, items.test)
    const fit = (set: TrainingSet) =>
      Effect.sync(() => {
        const seen = standardized(standard, items.pool, set.positions), y = Array.from(set.labels, (c) => targets[c]!)
        const committee = Array.from({ length: members }, (_, member) => {
          const sample = sampleOf(set, member, members)
          const shares = new Float64Array(sample.length).fill(1)
          return weightedRidge(take(seen, sample), Array.from(sample, (i) => y[i]!), shares, penalty)
        })
        return otherwise(
          {
            estimate: Effect.sync(() => {
              const { data, ...shape } = said(committee, pool)
              return Matrix.make(Float32Array.from(data), shape.rows, shape.cols)
            })
          },
          Effect.sync(() => ({
            measures: { ...Metrics.ofNumbers(truth, means(said(committee, test))) },
            tested: test.rows
          }))
        )
      })
    return { fit }
  })
