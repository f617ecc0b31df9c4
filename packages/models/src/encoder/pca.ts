/**
 * Principal components: the directions in which a pool varies most, and where its items lie along them.
 *
 * The covariance is summed by core's kernels in double precision (N d²), and taken apart by ml-matrix (d³).
 */
import * as Kernels from "@marginalia/core/Kernels"
import type * as Matrix from "@marginalia/core/Matrix"
import * as Effect from "effect/Effect"
import { EigenvalueDecomposition, Matrix as MlMatrix } from "ml-matrix"
import { hashData } from "../journal/hash.ts"
import type { Items } from "../model/items.ts"
import { covariance } from "./covariance.ts"
import type { Encoder } from "./Encoder.ts"
import { EncoderError } from "./errors.ts"
import { flat } from "./matrix.ts"

/** What was learned from a pool. */
export interface Pca {
  readonly mean: Float64Array
  /** k × d: unit vectors, of the largest variance first; in each, the loading of largest magnitude is positive. */
  readonly components: Matrix.Matrix64
  /** The variance along each component (divided by N − 1). */
  readonly variance: Float64Array
  /** The share of the pool's variance that each component has; zeros for a pool that does not vary. */
  readonly share: Float64Array
}

/** Beyond this many numbers an item, taking the covariance apart takes minutes. */
const WIDEST = 4096

const unfit = (problem: string): EncoderError =>
  new EncoderError({ encoder: "pca", reason: { _tag: "Unfit", problem } })

const checked = ({ cols, rows }: Matrix.Matrix, components: number): Effect.Effect<void, EncoderError> => {
  const most = Math.min(rows, cols)
  if (!Number.isInteger(components) || components < 1 || components > most) {
    return Effect.fail(unfit(`${components} components of ${rows} items × ${cols} numbers; take 1 to ${most}`))
  }
  if (cols <= WIDEST) return Effect.void
  const problem = `items of ${cols} numbers are too wide for exact components (${WIDEST} at most); make images smaller`
  return Effect.fail(unfit(problem))
}

/** Turns a vector so that its entry of largest magnitude is positive; ties go to the smaller index. In place. */
const orient = (vector: Float64Array): void => {
  let most = 0
  for (let i = 1; i < vector.length; i++) if (Math.abs(vector[i]!) > Math.abs(vector[most]!)) most = i
  if (vector[most]! < 0) { for (let i = 0; i < vector.length; i++) vector[i] = -vector[i]! }
}

/** The eigenvectors of the `k` largest eigenvalues, one a row, and all eigenvalues, largest first and none negative. */
const largest = (symmetric: Matrix.Matrix64, k: number) => {
  const { cols, data, rows: d } = symmetric
  const whole = new MlMatrix(Array.from({ length: d }, (_, i) => data.subarray(i * cols, (i + 1) * cols)))
  const { eigenvectorMatrix, realEigenvalues } = new EigenvalueDecomposition(whole, { assumeSymmetric: true })
  const order = Array.from(realEigenvalues, (_, i) => i).sort((a, b) => realEigenvalues[b]! - realEigenvalues[a]!)
  const vectors = new Float64Array(k * d)
  for (let c = 0; c < k; c++) {
    const vector = vectors.subarray(c * d, (c + 1) * d)
    for (let i = 0; i < d; i++) vector[i] = eigenvectorMatrix.get(i, order[c]!)
    orient(vector)
  }
  return { values: Float64Array.from(order, (i) => Math.max(0, realEigenvalues[i]!)), vectors }
}

/**
 * The first `components` principal components of a pool. The same bits for any number of threads.
 *
 * Fails with `EncoderError` for more components than items or numbers, and for items of more than 4096 numbers.
 */
export const fitPca = Effect.fn("fitPca")(function*(
  pool: Matrix.Matrix,
  { components }: { readonly components: number }
) {
  yield* checked(pool, components)
  const { matrix, mean } = yield* covariance(pool)
  const { values, vectors } = largest(matrix, components)
  const total = values.reduce((sum, value) => sum + value, 0)
  const variance = values.slice(0, components)
  const share = variance.map((value) => (total > 0 ? value / total : 0))
  const fitted: Pca = { mean, components: { data: vectors, rows: components, cols: pool.cols }, variance, share }
  return fitted
})

/** Where items lie along the components: N × k. The items need not be those of the fit. O(N d k). */
export const applyPca = Effect.fn("applyPca")(function*({ components, mean }: Pca, items: Matrix.Matrix) {
  if (items.cols !== components.cols) {
    return yield* unfit(`items of ${items.cols} numbers, and the components were fitted to ${components.cols}`)
  }
  const k = components.rows
  const origin = Float64Array.from({ length: k }, (_, c) => dot(components.data, c * mean.length, mean))
  const along = yield* (yield* Kernels.Kernels).dots(items, components)
  return {
    data: Float32Array.from(along, (value, i) => value - origin[i % k]!),
    rows: items.rows,
    cols: k
  } as Matrix.Matrix
})

const dot = (a: Float64Array, at: number, b: Float64Array): number => b.reduce((sum, x, i) => sum + x * a[at + i]!, 0)

/** The components as an encoder: of pixels as {@link flat} has them, or of vectors. */
export const pcaEncoder = (fitted: Pca): Encoder<Items> => ({
  name: `pca(${fitted.components.rows})`,
  hash: hashData({ pca: 1, mean: fitted.mean, components: fitted.components }),
  batch: 4096,
  encode: (items) => applyPca(fitted, flat(items))
})
