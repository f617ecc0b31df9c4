/**
 * A learner of sets of labels: a logistic regression a label, one against the rest.
 */
import { Matrix, Metrics } from "@marginalia/core"
import { Learner, type TrainingSet } from "@marginalia/core/Learner"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { otherwise, type Vectors } from "./given.ts"
import { fitLogistic, shareOf } from "./logistic.ts"
import { standardized, standardOf } from "./standardized.ts"
import type { Rows } from "./weighted-ridge.ts"

/** What a {@link multiLabelLearner} is made from. */
export interface MultiLabelOptions {
  /** How many labels there are. */
  readonly labels: number
  /** The labels, by number from 0, that each class of an experiment's plan stands for. */
  readonly sets: ReadonlyArray<ReadonlyArray<number>>
  /** The labels of each test item. */
  readonly truth: ReadonlyArray<ReadonlyArray<number>>
  /** How much large weights cost, above 0, on columns in standard deviations. Default 1. */
  readonly penalty?: number
}

/** The probability of a label, of each row. */
type Say = (rows: Rows) => Float64Array

/** A label that all labeled items have, or none: its share, with an item of either kind added. */
const sayOf = (x: Rows, y: ReadonlyArray<number>, penalty: number): Say => {
  const there = y.reduce((a, b) => a + b, 0)
  if (there > 0 && there < y.length) {
    const model = fitLogistic(x, y, penalty)
    return (rows) => shareOf(model, rows)
  }
  const share = (there + 1) / (y.length + 2)
  return ({ rows }) => new Float64Array(rows).fill(share)
}

/** A row an item, a column a label. */
const table = (says: ReadonlyArray<Say>, rows: Rows): Float64Array => {
  const out = new Float64Array(rows.rows * says.length)
  says.forEach((say, k) => say(rows).forEach((share, i) => out[i * says.length + k] = share))
  return out
}

const bits = (sets: ReadonlyArray<ReadonlyArray<number>>, labels: number): Uint8Array => {
  const out = new Uint8Array(sets.length * labels)
  sets.forEach((set, i) => set.forEach((k) => out[i * labels + k] = 1))
  return out
}

/**
 * A logistic regression a label, one against the rest, over the vectors of `items`, as the learner of an experiment; `options` say what the
 * labels are. It gives strategies
 * `labelProbability`, predicts a label from a probability of ½ on, and measures `microF1`, `macroF1` and `subsetAccuracy` on the
 * test items. A label that all labeled items have, or none, has one probability for all: its share, with one item more that has it and
 * one that has not. Columns are put into the pool's standard deviations first. O(labels · steps · n d · min(n, d)) a round for n
 * labeled items of d numbers.
 */
export const multiLabelLearner = (items: Vectors, options: MultiLabelOptions): Layer.Layer<Learner> =>
  Layer.sync(Learner, () => {
    const { labels, penalty = 1, sets, truth } = options, standard = standardOf(items.pool)
    const pool = standardized(standard, items.pool), test = standardized(standard, items.test)
    const actual = bits(truth, labels)
    const fit = (set: TrainingSet) =>
      Effect.sync(() => {
        const seen = standardized(standard, items.pool, set.positions)
        const says = Array.from(
          { length: labels },
          (_, k) => sayOf(seen, Array.from(set.labels, (c) => Number(sets[c]!.includes(k))), penalty)
        )
        return otherwise(
          {
            labelProbability: Effect.sync(() => Matrix.make(Float32Array.from(table(says, pool)), pool.rows, labels))
          },
          Effect.sync(() => {
            const predicted = table(says, test).map((share) => Number(share >= 0.5))
            const { macroF1, microF1, subsetAccuracy } = Metrics.ofSets(actual, predicted, labels)
            return { measures: { macroF1, microF1, subsetAccuracy }, tested: test.rows }
          })
        )
      })
    return { fit }
  })
