/** How the columns of a matrix vary together. */
import * as Kernels from "@marginalia/core/Kernels"
import type * as Matrix from "@marginalia/core/Matrix"
import * as Effect from "effect/Effect"
import { forEachBlock, heightOf, ofMatrix, type Rows } from "./rows.ts"

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

/** The mean of each column in double precision, without the rows' `offset`. In blocks with a yield between. O(N d). */
export const means = Effect.fnUntraced(function*(x: Rows) {
  const { cols, rows } = x, sums = new Float64Array(cols)
  yield* forEachBlock(x, heightOf(x), (data) => {
    for (let at = 0; at < data.length; at += cols) for (let j = 0; j < cols; j++) sums[j]! += data[at + j]!
  })
  return rows === 0 ? sums : sums.map((sum) => sum / rows)
})

/** Columns that are turned over together: a line of the cache holds so many numbers of a row. */
const LINE = 16

/** Rows less the mean, turned over: d × height. */
const centered = (data: Float32Array, mean: Float64Array, height: number): Float32Array => {
  const cols = mean.length, turned = new Float32Array(cols * height)
  for (let first = 0; first < cols; first += LINE) {
    const last = Math.min(cols, first + LINE)
    for (let i = 0; i < height; i++) {
      for (let j = first; j < last; j++) turned[j * height + i] = data[i * cols + j]! - mean[j]!
    }
  }
  return turned
}

/** The largest magnitude of some numbers. */
const magnitude = (data: Float32Array): number => {
  let most = 0
  for (let i = 0; i < data.length; i++) most = Math.max(most, Math.abs(data[i]!))
  return most
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

/** What a block of centered rows, turned over, adds to the upper half. */
const addBlock = Effect.fnUntraced(function*(into: Float64Array, d: number, turned: Float32Array, height: number) {
  const kernels = yield* Kernels.Kernels
  for (let first = 0; first < d; first += PANEL) {
    const rest = { data: turned.subarray(first * height), rows: d - first, cols: height }
    const width = Math.min(PANEL, d - first)
    const panel = {
      data: Float64Array.from(turned.subarray(first * height, (first + width) * height)),
      rows: width,
      cols: height
    }
    addPanel(into, d, first, width, yield* kernels.dots(rest, panel))
  }
})

/** Differences to the mean of this size have squares of single precision. */
const LEAST = 1e-12, MOST = 1e12

/** Rows whose products are summed in single precision. */
const SHORT = 512

/**
 * {@link covarianceOf} for those who round it to single precision anyway, several times as fast: products of 512 rows are summed in single
 * precision, and these sums in double. Undefined where the numbers are so large or small that single precision has no squares of them.
 */
export const coarseCovarianceOf = Effect.fn("covariance")(function*(x: Rows) {
  const d = x.cols, mean = yield* means(x), { productsOf } = yield* Kernels.Kernels
  let largest = 0
  const data = yield* productsOf(d, (add) =>
    forEachBlock(x, SHORT, (block, from, to) => {
      const turned = centered(block, mean, to - from)
      largest = Math.max(largest, magnitude(turned))
      return add({ data: turned, rows: d, cols: to - from })
    }))
  if (largest > MOST || (largest > 0 && largest < LEAST)) return undefined
  const divisor = Math.max(1, x.rows - 1)
  return {
    mean,
    matrix: { data: data.map((sum) => sum / divisor), rows: d, cols: d }
  } satisfies Covariance as Covariance
})

/** {@link covariance} of rows that are read a few at a time. */
export const covarianceOf = Effect.fn("covariance")(function*(x: Rows) {
  const d = x.cols, mean = yield* means(x), data = new Float64Array(d * d)
  yield* forEachBlock(
    x,
    ROWS,
    (block, from, to) => addBlock(data, d, centered(block, mean, to - from), to - from)
  )
  mirror(data, d, Math.max(1, x.rows - 1))
  return { mean, matrix: { data, rows: d, cols: d } } satisfies Covariance as Covariance
})

/**
 * Mean and covariance of the columns of `x`: differences to the mean in single precision, their products summed in
 * double.
 *
 * In blocks with a yield between; the same bits for any number of threads. O(N d²) time, O(d²) memory.
 */
export const covariance = (x: Matrix.Matrix): Effect.Effect<Covariance> => covarianceOf(ofMatrix(x))
