/** How the columns of a matrix vary together. */
import * as Kernels from "@marginalia/core/Kernels"
import type * as Matrix from "@marginalia/core/Matrix"
import * as Effect from "effect/Effect"

/** How the columns of a matrix vary together. */
export interface Covariance {
  /** The mean of each column. */
  readonly mean: Float64Array
  /** d × d, symmetric, divided by N − 1 (by 1 for one row). */
  readonly matrix: Matrix.Matrix64
}

/** Rows that are taken together: their transpose is what the kernels work on. */
const ROWS = 1024
/** Columns that are multiplied with all after them in one go, so that little of the lower half is computed. */
const PANEL = 128

/** The mean of each column in double precision, without the matrix's `offset`. O(N d). */
export const means = ({ cols, data, rows }: Matrix.Matrix): Float64Array => {
  const sums = new Float64Array(cols)
  for (let i = 0; i < rows; i++) for (let j = 0; j < cols; j++) sums[j]! += data[i * cols + j]!
  return rows === 0 ? sums : sums.map((sum) => sum / rows)
}

/** The rows `from` … `to` − 1 less the mean, turned over: d × (to − from). */
const centered = ({ cols, data }: Matrix.Matrix, mean: Float64Array, from: number, to: number): Float32Array => {
  const height = to - from, turned = new Float32Array(cols * height)
  for (let i = 0; i < height; i++) {
    for (let j = 0, at = (from + i) * cols; j < cols; j++) turned[j * height + i] = data[at + j]! - mean[j]!
  }
  return turned
}

/** Adds what a panel of columns and those after it have in common to the upper half. */
const addPanel = (into: Float64Array, d: number, from: number, width: number, products: Float64Array): void => {
  for (let i = from; i < d; i++) {
    const most = Math.min(width, i - from + 1)
    for (let j = 0; j < most; j++) into[(from + j) * d + i]! += products[(i - from) * width + j]!
  }
}

const mirror = (data: Float64Array, d: number, divisor: number): void => {
  for (let i = 0; i < d; i++) {
    for (let j = i; j < d; j++) {
      const value = data[i * d + j]! / divisor
      data[i * d + j] = value
      data[j * d + i] = value
    }
  }
}

/**
 * Mean and covariance of the columns of `x`: differences to the mean in single precision, their products summed in
 * double.
 *
 * In blocks with a yield between; the same bits for any number of threads. O(N d²) time, O(d²) memory.
 */
export const covariance = Effect.fn("covariance")(function*(x: Matrix.Matrix) {
  const kernels = yield* Kernels.Kernels
  const d = x.cols, mean = means(x), data = new Float64Array(d * d)
  for (let from = 0; from < x.rows; from += ROWS) {
    const to = Math.min(x.rows, from + ROWS), height = to - from
    const turned = centered(x, mean, from, to)
    for (let first = 0; first < d; first += PANEL) {
      const rest = { data: turned.subarray(first * height), rows: d - first, cols: height }
      const width = Math.min(PANEL, d - first)
      const panel = {
        data: Float64Array.from(turned.subarray(first * height, (first + width) * height)),
        rows: width,
        cols: height
      }
      addPanel(data, d, first, width, yield* kernels.dots(rest, panel))
    }
    yield* Kernels.giveWay
  }
  mirror(data, d, Math.max(1, x.rows - 1))
  return { mean, matrix: { data, rows: d, cols: d } } satisfies Covariance as Covariance
})
