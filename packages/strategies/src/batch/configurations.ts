/**
 * What the labels of a batch may turn out to be, and what each outcome says about the model.
 *
 * For the labels y of the batch so far, `weights` holds P(pass t | y) and `shares` the part that y has of the whole. All
 * Cᵏ outcomes are kept while they are few; then as many are drawn, each from a pass: first a pass, the passes in turn,
 * then labels from that pass's probabilities.
 */
import { type Matrix, Rng, Sum } from "@marginalia/core"

/** See the module: M outcomes, a row each. */
export interface Configurations {
  /** M × T, rows that sum to one. */
  readonly weights: Matrix.Matrix64
  /** M numbers that sum to one. */
  readonly shares: Float64Array
  /** Whether outcomes were drawn. */
  readonly sampled: boolean
}

type Passes = ReadonlyArray<Matrix.Matrix>

/** Nothing is known: one outcome, all passes alike. */
export const empty = (passes: Passes): Configurations => ({
  weights: { data: new Float64Array(passes.length).fill(1 / passes.length), rows: 1, cols: passes.length },
  shares: Float64Array.of(1),
  sampled: false
})

const probability = (passes: Passes, t: number, position: number, c: number): number =>
  passes[t]!.data[position * passes[t]!.cols + c]!

/** Multiplies a row of weights by the passes' probability of a class and normalizes it; gives the sum before, in any order of the passes. */
const condition = (row: Float64Array, passes: Passes, position: number, c: number): number => {
  for (let t = 0; t < row.length; t++) row[t]! *= probability(passes, t, position, c)
  const sum = Sum.total(row)
  for (let t = 0; t < row.length; t++) row[t]! /= sum
  return sum
}

/** Every outcome with every class of one more item; impossible ones are dropped. */
const expanded = ({ shares, weights }: Configurations, passes: Passes, position: number): Configurations => {
  const [classes, T] = [passes[0]!.cols, passes.length]
  const data = new Float64Array(weights.rows * classes * T)
  const parts = new Float64Array(weights.rows * classes)
  let rows = 0
  for (let m = 0; m < weights.rows; m++) {
    for (let c = 0; c < classes; c++) {
      const row = data.subarray(rows * T, (rows + 1) * T)
      row.set(weights.data.subarray(m * T, (m + 1) * T))
      parts[rows] = shares[m]! * condition(row, passes, position, c)
      if (parts[rows]! > 0) rows++
    }
  }
  return {
    weights: { data: data.slice(0, rows * T), rows, cols: T },
    shares: parts.slice(0, rows),
    sampled: false
  }
}

/** A class drawn from pass `t`; a row that sums to a little less than one gives the last possible class. */
const drawClass = (passes: Passes, t: number, position: number, uniform: number): number => {
  const classes = passes[0]!.cols
  let left = uniform
  let last = 0
  for (let c = 0; c < classes; c++) {
    const p = probability(passes, t, position, c)
    if (p === 0) continue
    last = c
    left -= p
    if (left < 0) break
  }
  return last
}

/** Every outcome extended by one label, drawn from the outcome's own pass. */
const extended = (self: Configurations, passes: Passes, position: number, key: Rng.Key): Configurations => {
  const { cols, rows } = self.weights
  const data = Float64Array.from(self.weights.data)
  const own = Rng.derive(key, `label of ${position}`)
  for (let m = 0; m < rows; m++) {
    const t = m % cols
    const c = drawClass(passes, t, position, Rng.uniform(own, m))
    condition(data.subarray(m * cols, (m + 1) * cols), passes, position, c)
  }
  return { ...self, weights: { data, rows, cols } }
}

/** `samples` outcomes (rounded up to a multiple of the passes) of which nothing is known yet. */
const blank = (passes: Passes, samples: number): Configurations => {
  const T = passes.length
  const rows = Math.ceil(samples / T) * T
  const data = new Float64Array(rows * T).fill(1 / T)
  return { weights: { data, rows, cols: T }, shares: new Float64Array(rows).fill(1 / rows), sampled: true }
}

/**
 * The configurations of a batch with one more item. `before` are the items it had, `limit` how many outcomes are kept
 * exactly; beyond it outcomes are drawn from the key, once, and from then on extended. O(M T C) or O(M T).
 */
export const include = (
  self: Configurations,
  passes: Passes,
  position: number,
  before: ReadonlyArray<number>,
  limit: number,
  key: Rng.Key
): Configurations => {
  if (self.sampled) return extended(self, passes, position, key)
  if (self.weights.rows * passes[0]!.cols <= limit) return expanded(self, passes, position)
  return [...before, position].reduce((all, one) => extended(all, passes, one, key), blank(passes, limit))
}
