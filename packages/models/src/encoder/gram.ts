/**
 * How few wide rows vary together: the small matrix of the rows' products has the same eigenvalues as the large covariance
 * of their columns, and its eigenvectors lead to those of that.
 */
import * as Kernels from "@marginalia/core/Kernels"
import type * as Matrix from "@marginalia/core/Matrix"
import * as Effect from "effect/Effect"
import { means } from "./covariance.ts"
import { forEachBlock, heightOf, type Rows } from "./rows.ts"
import type { Leading } from "./subspace.ts"

/** See {@link gram}. */
export interface Gram {
  readonly mean: Float64Array
  /** N × N products of the rows less the mean, divided by N − 1 (by 1 for one row). */
  readonly matrix: Matrix.Matrix64
}

/** Rows that are multiplied with others in one go. */
const PANEL = 64

const centered = (data: Float32Array, mean: Float64Array): Float32Array => {
  const cols = mean.length, out = new Float32Array(data.length)
  for (let at = 0; at < data.length; at += cols) for (let j = 0; j < cols; j++) out[at + j] = data[at + j]! - mean[j]!
  return out
}

/** Some of the rows less the mean, and where they begin. */
interface Block {
  readonly data: Float32Array
  readonly from: number
}

/** The products of one block's rows with another's before it, or its own. */
const multiply = Effect.fnUntraced(function*(into: Float64Array, { cols, rows }: Rows, later: Block, earlier: Block) {
  const kernels = yield* Kernels.Kernels
  const x = { data: later.data, rows: later.data.length / cols, cols }, divisor = Math.max(1, rows - 1)
  const count = earlier.data.length / cols
  for (let first = 0; first < count; first += PANEL) {
    const height = Math.min(PANEL, count - first)
    const some = Float64Array.from(earlier.data.subarray(first * cols, (first + height) * cols))
    const products = yield* kernels.dots(x, { data: some, rows: height, cols })
    products.forEach((product, at) => {
      const i = later.from + Math.floor(at / height), j = earlier.from + first + at % height
      // Sums of the same products in one order: the matrix is symmetric, bit by bit.
      into[i * rows + j] = into[j * rows + i] = product / divisor
    })
  }
})

/**
 * The products of a pool's rows less their mean: differences in single precision, products summed in double, as
 * `covariance` does. The same bits for any number of threads. O(N² d) time, O(N²) memory beside two blocks of rows.
 */
export const gram = Effect.fn("gram")(function*(x: Rows, height = heightOf(x)) {
  const { rows } = x, mean = yield* means(x), data = new Float64Array(rows * rows)
  yield* forEachBlock(
    x,
    height,
    Effect.fnUntraced(function*(block, from) {
      const later = { data: centered(block, mean), from }
      for (let before = 0; before < from; before += height) {
        yield* multiply(data, x, later, { data: centered(x.read(before, before + height), mean), from: before })
      }
      yield* multiply(data, x, later, later)
    })
  )
  return { mean, matrix: { data, rows, cols: rows } } satisfies Gram as Gram
})

/** Below this share of the largest eigenvalue a direction is noise. */
const NOISE = 1e-10

const dot = (a: Float64Array, b: Float64Array): number => {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!
  return sum
}

/** Makes `row` orthogonal to those before it and of length one, by Gram and Schmidt, twice. */
const settle = (row: Float64Array, before: ReadonlyArray<Float64Array>): void => {
  for (let pass = 0; pass < 2; pass++) {
    for (const other of before) {
      const along = dot(row, other)
      for (let i = 0; i < row.length; i++) row[i]! -= along * other[i]!
    }
    const length = Math.sqrt(dot(row, row))
    for (let i = 0; i < row.length; i++) row[i]! /= length
  }
}

/** The axis that the rows so far have least of; ties go to the smaller. */
const emptiest = (before: ReadonlyArray<Float64Array>, cols: number): number => {
  const taken = new Float64Array(cols)
  for (const row of before) for (let i = 0; i < cols; i++) taken[i]! += row[i]! ** 2
  return taken.reduce((least, value, i) => value < taken[least]! ? i : least, 0)
}

/** Adds Σ weights[i] · row i. */
const addWeighted = (data: Float32Array, weights: Float64Array, into: Float64Array): void => {
  const cols = into.length
  weights.forEach((weight, i) => {
    for (let j = 0; j < cols; j++) into[j]! += weight * data[i * cols + j]!
  })
}

/**
 * The eigenvectors of the covariance of `x` from those of its small matrix, in the same order, orthonormal; directions in which
 * nothing varies are filled up with axes. O(k d (N + k)).
 */
export const widened = Effect.fnUntraced(function*(x: Rows, { mean }: Gram, { values, vectors }: Leading) {
  const { cols, rows } = x, out = new Float64Array(values.length * cols)
  const row = (c: number) => out.subarray(c * cols, (c + 1) * cols)
  const varies = Array.from(values, (value) => value > NOISE * values[0]!)
  yield* forEachBlock(x, heightOf(x), (block, from, to) => {
    const data = centered(block, mean)
    varies.forEach((is, c) => is && addWeighted(data, vectors.subarray(c * rows + from, c * rows + to), row(c)))
  })
  const found: Array<Float64Array> = []
  varies.forEach((is, c) => {
    if (!is) row(c)[emptiest(found, cols)] = 1
    settle(row(c), found)
    found.push(row(c))
  })
  return { values, vectors: out } satisfies Leading as Leading
})
