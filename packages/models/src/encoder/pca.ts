/**
 * Principal components: the directions in which a pool varies most, and where its items lie along them.
 *
 * The covariance is summed by core's kernels in double precision (N d²), and taken apart by ml-matrix (d³); few components
 * of wide items are found by subspace iteration, for which products of 512 rows are summed in single precision. Of fewer items than numbers the N × N products are taken instead (N² d).
 */
import * as Kernels from "@marginalia/core/Kernels"
import type * as Matrix from "@marginalia/core/Matrix"
import * as Message from "@marginalia/core/Message"
import { hashData } from "@marginalia/datasets/hash"
import type { Items } from "@marginalia/datasets/items"
import * as Effect from "effect/Effect"
import { EigenvalueDecomposition, Matrix as MlMatrix } from "ml-matrix"
import { coarseCovarianceOf, covarianceOf } from "./covariance.ts"
import type { Encoder } from "./Encoder.ts"
import { EncoderError, type Misfit } from "./errors.ts"
import { gram, widened } from "./gram.ts"
import { flat } from "./matrix.ts"
import { forEachBlock, heightOf, ofMatrix, type Rows } from "./rows.ts"
import { type Leading, leading } from "./subspace.ts"

/** What was learned from a pool. */
export interface Pca {
  /** The pool's mean. */
  readonly mean: Float64Array
  /** k × d: unit vectors, of the largest variance first; in each, the loading of largest magnitude is positive. */
  readonly components: Matrix.Matrix64
  /** The variance along each component (divided by N − 1). */
  readonly variance: Float64Array
  /** The share of the pool's variance that each component has; zeros for a pool that does not vary. */
  readonly share: Float64Array
}

/** Beyond this many numbers an item, and as many items, taking their products apart takes minutes. */
const WIDEST = 4096
/** Beyond this many numbers an item, components are no longer small: 296 × 296 colors. */
const MOST = 2 ** 18
/** Up to this many, it takes a few seconds at most. */
const NARROW = 1024

const unfit = (misfit: Misfit): EncoderError =>
  new EncoderError({ encoder: "pca", reason: { _tag: "Unfit", ...misfit } })

/** The most components that a pool can vary along: without their mean, N items lie in N − 1 dimensions. */
const mostVarying = ({ cols, rows }: Pick<Rows, "rows" | "cols">): number => Math.max(1, Math.min(rows - 1, cols))

const checked = ({ cols, rows }: Rows, components: number): Effect.Effect<void, EncoderError> => {
  const most = Math.min(rows, cols)
  if (!Number.isInteger(components) || components < 1 || components > most) {
    const encoder = `"pca(${mostVarying({ rows, cols })})"`
    const problem = `${components} components of ${rows} items × ${cols} numbers; take 1 to ${most}, as ${encoder} does`
    return Effect.fail(unfit({ problem, value: components, expected: `1 to ${most} components` }))
  }
  if (most <= WIDEST && cols <= MOST) return Effect.void
  const problem = `${rows} items of ${cols} numbers are too wide for principal components`
  const size = Message.setting("size", { value: 32 })
  const how = Message.text`make images smaller (${size}), or embed them by a network`
  return Effect.fail(unfit({
    problem: Message.text`${problem} (${WIDEST} numbers at most, or as many items); ${how}`,
    value: cols,
    expected: `${WIDEST} numbers at most, or as many items`
  }))
}

/** Turns a vector so that its entry of largest magnitude is positive; ties go to the smaller index. In place. */
const orient = (vector: Float64Array): void => {
  let most = 0
  for (let i = 1; i < vector.length; i++) if (Math.abs(vector[i]!) > Math.abs(vector[most]!)) most = i
  if (vector[most]! < 0) { for (let i = 0; i < vector.length; i++) vector[i] = -vector[i]! }
}

/** The `k` largest eigenvalues and their vectors, by taking the whole matrix apart. O(d³) without a yield. */
const exact = ({ cols, data, rows: d }: Matrix.Matrix64, k: number): Leading => {
  const whole = new MlMatrix(Array.from({ length: d }, (_, i) => data.subarray(i * cols, (i + 1) * cols)))
  const { eigenvectorMatrix, realEigenvalues } = new EigenvalueDecomposition(whole, { assumeSymmetric: true })
  const order = Array.from(realEigenvalues, (_, i) => i).sort((a, b) => realEigenvalues[b]! - realEigenvalues[a]!)
  const vectors = new Float64Array(k * d)
  for (let c = 0; c < k; c++) for (let i = 0; i < d; i++) vectors[c * d + i] = eigenvectorMatrix.get(i, order[c]!)
  return { values: Float64Array.from(order.slice(0, k), (i) => realEigenvalues[i]!), vectors }
}

/** Whether few components of many are wanted: these are looked for alone, which is many times faster than taking everything apart. */
const isFew = (size: number, k: number): boolean => size > NARROW && 8 * k <= size

const largest = Effect.fnUntraced(function*(symmetric: Matrix.Matrix64, k: number) {
  const some = isFew(symmetric.cols, k) ? yield* leading(symmetric, k) : undefined
  return some ?? exact(symmetric, k)
})

/** The largest directions of a covariance of single precision, as far as that can have it and they are found; else undefined. */
const coarsely = Effect.fnUntraced(function*(pool: Rows, k: number) {
  const coarse = isFew(pool.cols, k) ? yield* coarseCovarianceOf(pool) : undefined
  const found = coarse === undefined ? undefined : yield* leading(coarse.matrix, k)
  return coarse === undefined || found === undefined
    ? undefined
    : { mean: coarse.mean, total: trace(coarse.matrix), ...found }
})

const trace = ({ cols, data }: Matrix.Matrix64): number => {
  let sum = 0
  for (let i = 0; i < cols; i++) sum += data[i * cols + i]!
  return sum
}

/** What the pool varies by, without its mean, and how much in all. */
const directions = Effect.fnUntraced(function*(pool: Rows, k: number) {
  if (pool.rows >= pool.cols) {
    const some = yield* coarsely(pool, k)
    if (some !== undefined) return some
    const { matrix, mean } = yield* covarianceOf(pool)
    return { mean, total: trace(matrix), ...(yield* largest(matrix, k)) }
  }
  const products = yield* gram(pool)
  const leading = yield* widened(pool, products, yield* largest(products.matrix, k))
  return { mean: products.mean, total: trace(products.matrix), ...leading }
})

const withOffset = (mean: Float64Array, { offset }: Pick<Rows, "offset">, sign: 1 | -1): Float64Array =>
  offset === undefined ? mean : mean.map((x, j) => x + sign * offset[j]!)

/**
 * {@link fitPca} of a `pool` of rows that are read a few at a time, to so many `components`. The same bits, and it
 * fails with `EncoderError` as that does.
 */
export const fitPcaOf = Effect.fn("fitPca")(function*(pool: Rows, { components }: { readonly components: number }) {
  yield* checked(pool, components)
  const { mean, total, values, vectors } = yield* directions(pool, components)
  const variance = values.map((value) => Math.max(0, value))
  for (let c = 0; c < components; c++) orient(vectors.subarray(c * pool.cols, (c + 1) * pool.cols))
  const share = variance.map((value) => (total > 0 ? value / total : 0))
  const fitted: Pca = {
    mean: withOffset(mean, pool, 1),
    components: { data: vectors, rows: components, cols: pool.cols },
    variance,
    share
  }
  return fitted
})

/**
 * The first principal components of a `pool`, as many as `options` say. The same bits for any number of threads.
 *
 * N items vary along N − 1 components at most: an N-th is allowed, and has no variance. Fails with `EncoderError` for more
 * components than items or numbers, which names the most that vary, and where both items and their numbers are more than 4096.
 */
export const fitPca = (
  pool: Matrix.Matrix,
  options: { readonly components: number }
): Effect.Effect<Pca, EncoderError> => fitPcaOf(ofMatrix(pool), options)

/**
 * Where items lie along the components: N × k. The items need not be those of the fit. O(N d k).
 *
 * Fails with `EncoderError` for items of another width.
 */
export const applyPca = Effect.fn("applyPca")(function*({ components, mean }: Pca, items: Matrix.Matrix) {
  if (items.cols !== components.cols) {
    const [value, expected] = [items.cols, components.cols]
    const problem = `items of ${value} numbers, and the components were fitted to ${expected}`
    return yield* unfit({ problem, value, expected })
  }
  const k = components.rows, { cols, data, rows } = items
  // Both without the items' offset, so that nothing large cancels.
  const middle = withOffset(mean, items, -1)
  const origin = Float64Array.from({ length: k }, (_, c) => dot(components.data, c * mean.length, middle))
  const along = yield* (yield* Kernels.Kernels).dots({ data, rows, cols }, components)
  return {
    data: Float32Array.from(along, (value, i) => value - origin[i % k]!),
    rows: items.rows,
    cols: k
  } as Matrix.Matrix
})

/**
 * {@link applyPca} of what was `fitted` to `items` that are read a few at a time. The same bits, and it fails with `EncoderError`
 * as that does.
 */
export const applyPcaOf = Effect.fn("applyPca")(function*(fitted: Pca, items: Rows) {
  const k = fitted.components.rows, data = new Float32Array(items.rows * k)
  const { cols, offset } = items
  yield* forEachBlock(items, heightOf(items), (block, from, to) => {
    const matrix = { data: block, rows: to - from, cols, ...(offset !== undefined && { offset }) }
    return Effect.map(applyPca(fitted, matrix), (along) => data.set(along.data, from * k))
  })
  return { data, rows: items.rows, cols: k } as Matrix.Matrix
})

const dot = (a: Float64Array, at: number, b: Float64Array): number => b.reduce((sum, x, i) => sum + x * a[at + i]!, 0)

/** The components that were `fitted` as an encoder: of pixels as {@link flat} has them, or of vectors. */
export const pcaEncoder = (fitted: Pca): Encoder<Items> => ({
  name: `pca(${fitted.components.rows})`,
  hash: hashData({ pca: 1, mean: fitted.mean, components: fitted.components }),
  batch: 4096,
  encode: (items) => applyPca(fitted, flat(items))
})
