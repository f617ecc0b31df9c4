/**
 * Maximally separated prototypes: the C corners of a regular simplex on the unit sphere of C − 1 dimensions.
 *
 * Row c of the matrix is zero right of column c, one number on the diagonal and, left of it, the number that all
 * later rows have in that column too: so 2 (C − 1) numbers hold all C (C − 1), and all C dot products with a vector
 * take O(C).
 */
import type * as Matrix from "./Matrix.ts"

/** C prototypes of length `radius`. `data` is built when first read; all else takes O(C) memory. */
export interface Simplex extends Matrix.Matrix64 {
  readonly radius: number
  /** At radius 1: the entry of row i in column i. */
  readonly diagonal: Float64Array
  /** At radius 1: the entry in column i of every row below i. */
  readonly below: Float64Array
}

/** Whether prototypes are a simplex made here. */
export const isSimplex = (self: Matrix.Matrix64): self is Simplex => "diagonal" in self && "below" in self

const dense = (classes: number, radius: number, diagonal: Float64Array, below: Float64Array): Float64Array => {
  const width = classes - 1
  const data = new Float64Array(classes * width)
  for (let c = 0; c < classes; c++) {
    for (let i = 0; i < Math.min(c, width); i++) data[c * width + i] = radius * below[i]!
    if (c < width) data[c * width + c] = radius * diagonal[c]!
  }
  return data
}

/**
 * The prototypes of `classes` ≥ 2 classes, one a row: all of length `radius`, pairwise cosine −1/(C − 1), summing to
 * zero. The recursion P_k = [[1, −1/k · 1ᵀ], [0, √(1 − 1/k²) P_{k−1}]] is unrolled: with k = C − 1 the factors of the
 * first i steps multiply to r² = (k − i)(k + 1) / (k (k − i + 1)). O(C) time and memory.
 *
 * Throws a `RangeError` for fewer than two classes, or a radius that is not positive.
 */
export const make = (classes: number, radius = 1): Simplex => {
  if (!Number.isSafeInteger(classes) || classes < 2) {
    throw new RangeError(`maximum separation takes at least 2 classes, not ${classes}`)
  }
  if (!(radius > 0 && radius < Infinity)) throw new RangeError(`the radius is ${radius}; it must be a positive number`)
  const k = classes - 1
  const diagonal = Float64Array.from({ length: k }, (_, i) => Math.sqrt(((k - i) * (k + 1)) / (k * (k - i + 1))))
  const below = diagonal.map((r, i) => -r / (k - i))
  let data: Float64Array | undefined
  return {
    rows: classes,
    cols: k,
    radius,
    diagonal,
    below,
    get data() {
      return data ??= dense(classes, radius, diagonal, below)
    }
  }
}

/**
 * The dot products of the vector that begins at index `at` of `x` (C − 1 numbers) with all unit prototypes, into `out`
 * (C numbers). O(C).
 */
export const dots = (self: Simplex, x: Float32Array | Float64Array, at: number, out: Float64Array): Float64Array => {
  const { below, cols, diagonal } = self
  let shared = 0
  for (let i = 0; i < cols; i++) {
    const value = x[at + i]!
    out[i] = shared + diagonal[i]! * value
    shared += below[i]! * value
  }
  out[cols] = shared
  return out
}
