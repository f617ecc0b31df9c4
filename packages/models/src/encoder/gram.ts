/**
 * How few wide rows vary together: the small matrix of the rows' products has the same eigenvalues as the large covariance
 * of their columns, and its eigenvectors lead to those of that.
 */
import * as Kernels from "@marginalia/core/Kernels"
import type * as Matrix from "@marginalia/core/Matrix"
import * as Effect from "effect/Effect"
import { means } from "./covariance.ts"
import type { Leading } from "./subspace.ts"

/** See {@link gram}. */
export interface Gram {
  readonly mean: Float64Array
  /** The rows less the mean. */
  readonly centered: Matrix.Matrix
  /** N × N products of the rows less the mean, divided by N − 1 (by 1 for one row). */
  readonly matrix: Matrix.Matrix64
}

/** Rows that are multiplied with all rows in one go. */
const PANEL = 64

/**
 * The products of a pool's rows less their mean: differences in single precision, products summed in double, as
 * `covariance` does. The same bits for any number of threads. O(N² d) time, O(N (N + d)) memory.
 */
export const gram = Effect.fn("gram")(function*(x: Matrix.Matrix) {
  const kernels = yield* Kernels.Kernels
  const { cols, rows } = x, mean = means(x), divisor = Math.max(1, rows - 1)
  const centered = { data: x.data.map((value, at) => value - mean[at % cols]!), rows, cols }
  const data = new Float64Array(rows * rows)
  for (let from = 0; from < rows; from += PANEL) {
    const height = Math.min(PANEL, rows - from)
    const some = Float64Array.from(centered.data.subarray(from * cols, (from + height) * cols))
    const products = yield* kernels.dots(centered, { data: some, rows: height, cols })
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < height; j++) data[i * rows + from + j] = products[i * height + j]! / divisor
    }
  }
  // Sums of the same products in one order: the matrix is symmetric, bit by bit.
  return { mean, centered, matrix: { data, rows, cols: rows } } satisfies Gram as Gram
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

/** Σ weights[i] · row i. */
const combined = ({ cols, data, rows }: Matrix.Matrix, weights: Float64Array, into: Float64Array): void => {
  for (let i = 0; i < rows; i++) {
    const weight = weights[i]!
    for (let j = 0; j < cols; j++) into[j]! += weight * data[i * cols + j]!
  }
}

/**
 * The eigenvectors of the covariance from those of the small matrix, in the same order, orthonormal; directions in which
 * nothing varies are filled up with axes. O(k d (N + k)).
 */
export const widened = ({ centered, matrix: { rows } }: Gram, { values, vectors }: Leading): Leading => {
  const { cols } = centered, out = new Float64Array(values.length * cols)
  const found: Array<Float64Array> = []
  values.forEach((value, c) => {
    const row = out.subarray(c * cols, (c + 1) * cols)
    if (value > NOISE * values[0]!) combined(centered, vectors.subarray(c * rows, (c + 1) * rows), row)
    else row[emptiest(found, cols)] = 1
    settle(row, found)
    found.push(row)
  })
  return { values, vectors: out }
}
