/**
 * The columns of a pool at one scale, so that a penalty means the same for all of them.
 */
import { Matrix } from "@marginalia/core"
import type { Rows } from "./weighted-ridge.ts"

/** How columns are moved and scaled. */
export interface Standard {
  readonly means: Float64Array
  /** The standard deviation of each column; 1 where all its numbers are equal. */
  readonly deviations: Float64Array
}

/** The mean and the standard deviation of each column of a pool. O(rows · cols). */
export const standardOf = (pool: Matrix.Matrix): Standard => {
  const { cols, data } = Matrix.whole(pool), { rows } = pool
  const sums = new Float64Array(cols), squares = new Float64Array(cols)
  for (let i = 0; i < rows; i++) for (let c = 0; c < cols; c++) sums[c]! += data[i * cols + c]!
  // The sum of equal numbers in single precision is exact, so a constant column has exactly its mean, and deviation 1.
  const means = sums.map((sum) => sum / rows)
  for (let i = 0; i < rows; i++) {
    for (let c = 0; c < cols; c++) squares[c]! += (data[i * cols + c]! - means[c]!) ** 2 / rows
  }
  return { means, deviations: squares.map((square) => square > 0 ? Math.sqrt(square) : 1) }
}

/** Rows less the means, in standard deviations: those at some positions, in their order (default all). */
export const standardized = (
  { deviations, means }: Standard,
  matrix: Matrix.Matrix,
  at: ArrayLike<number> = Uint32Array.from({ length: matrix.rows }, (_, i) => i)
): Rows => {
  const { cols, data } = Matrix.whole(matrix), out = new Float64Array(at.length * cols)
  for (let i = 0; i < at.length; i++) {
    for (let c = 0; c < cols; c++) out[i * cols + c] = (data[at[i]! * cols + c]! - means[c]!) / deviations[c]!
  }
  return { data: out, rows: at.length, cols }
}
