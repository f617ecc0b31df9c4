/**
 * How much each of the other clusters counts for the items of one: equation 2 of SUPClust.
 */
import { Kernels, type Matrix, Sum } from "@marginalia/core"
import * as Effect from "effect/Effect"

/** Centers whose distances to all others are computed together: each of the others is read once. */
const TOGETHER = 4

/** The squared distances of a moment. */
const squared = new Float64Array(TOGETHER)

/**
 * The Euclidean distances of four centers to those that `used` lists, into four lists. Each is summed in the order of the
 * columns, so that two centers are as far apart from either side.
 */
const distancesTo = (
  { cols, data }: Matrix.Matrix64,
  used: ReadonlyArray<number>,
  four: ReadonlyArray<number>,
  lists: ReadonlyArray<Float64Array>
): void => {
  const at = (n: number): number => (four[n] ?? four[0]!) * cols
  const a = at(0), b = at(1), c = at(2), d = at(3)
  for (let n = 0; n < used.length; n++) {
    let s = 0, t = 0, u = 0, v = 0
    for (let p = 0, q = used[n]! * cols; p < cols; p++, q++) {
      const x = data[q]!, e = data[a + p]! - x, f = data[b + p]! - x, g = data[c + p]! - x, h = data[d + p]! - x
      s += e * e
      t += f * f
      u += g * g
      v += h * h
    }
    squared[0] = s
    squared[1] = t
    squared[2] = u
    squared[3] = v
    for (let m = 0; m < lists.length; m++) lists[m]![n] = Math.sqrt(squared[m]!)
  }
}

/** Equation 2 from the distances of the other centers to one's own, which is Infinity here. In place. */
const softmax = (distances: Float64Array, temperature: number): Float64Array => {
  const least = distances.reduce((a, b) => Math.min(a, b), Infinity)
  for (let n = 0; n < distances.length; n++) distances[n] = Math.exp(-(distances[n]! - least) / temperature)
  const total = Sum.total(distances)
  for (let n = 0; n < distances.length; n++) distances[n]! /= total
  return distances
}

/** The weights of four clusters, or fewer. */
const weightsOfFour = (
  centers: Matrix.Matrix64,
  used: ReadonlyArray<number>,
  four: ReadonlyArray<number>,
  temperature: number
): ReadonlyArray<Float64Array> => {
  const lists = four.map(() => new Float64Array(used.length))
  distancesTo(centers, used, four, lists)
  four.forEach((i, m) => lists[m]![used.indexOf(i)] = Infinity)
  return lists.map((list) => softmax(list, temperature))
}

/**
 * How much each other cluster counts for cluster `i`: equation 2 of SUPClust, softmax over the other clusters of −‖c_i
 * − c_j‖ / T.
 *
 * `centers` holds a row a cluster, `used` lists the non-empty clusters, and `temperature` is T; the weights come in the
 * order of `used`, 0 for cluster `i` itself. The largest exponent is subtracted first. O(used · d).
 */
export const supWeights = (
  centers: Matrix.Matrix64,
  used: ReadonlyArray<number>,
  i: number,
  temperature: number
): Float64Array => weightsOfFour(centers, used, [i], temperature)[0]!

/** {@link supWeights} of some clusters, one list each. O(clusters · used · d). */
export const weightsOf = Effect.fnUntraced(function*(
  centers: Matrix.Matrix64,
  used: ReadonlyArray<number>,
  clusters: ReadonlyArray<number>,
  temperature: number
) {
  const lists: Array<Float64Array> = []
  for (let from = 0; from < clusters.length; from += TOGETHER) {
    const four = clusters.slice(from, from + TOGETHER)
    lists.push(...weightsOfFour(centers, used, four, temperature))
    yield* Kernels.breathe(four.length * used.length * (centers.cols + 20))
  }
  return lists
})
