/**
 * A dense table of numbers, row by row: row `i` of a pool's matrix belongs to the item at position `i`.
 */
import { narrow } from "./Narrow.ts"
import type { Matrix, Matrix64 } from "./narrow/matrix.ts"

export type { Matrix, Matrix64 }

const check = (data: ArrayLike<number>, rows: number, cols: number): void => {
  if (!Number.isInteger(rows) || !Number.isInteger(cols) || rows < 0 || cols < 0 || data.length !== rows * cols) {
    throw new RangeError(`a ${rows} × ${cols} matrix takes ${rows * cols} numbers, not ${data.length}`)
  }
}

/**
 * Wraps `rows · cols` numbers without copying them.
 *
 * Throws a `RangeError` when `data` has another length, or a side is not a whole number from 0.
 *
 * @example
 * ```ts
 * import { Matrix } from "@marginalia/core"
 *
 * const embedding = Matrix.make(Float32Array.of(0, 1, 2, 3, 4, 5), 3, 2)
 * console.log(Matrix.row(embedding, 1).join(" ")) // => 2 3
 * ```
 */
export const make = (data: Float32Array, rows: number, cols: number): Matrix => {
  check(data, rows, cols)
  return { data, rows, cols }
}

/**
 * {@link make} for double precision: `rows · cols` numbers of `data`, not copied. Throws a `RangeError` when `data` has
 * another length.
 */
export const make64 = (data: Float64Array, rows: number, cols: number): Matrix64 => {
  check(data, rows, cols)
  return { data, rows, cols }
}

const fill = (rows: ReadonlyArray<ArrayLike<number>>, cols: number, data: Float64Array): void => {
  rows.forEach((row, i) => {
    if (row.length !== cols) throw new RangeError(`row ${i} has ${row.length} numbers and row 0 has ${cols}`)
    data.set(row, i * cols)
  })
}

/**
 * Copies an array of equally long rows into a matrix. Numbers are rounded to single precision (below 1e-45 to 0); columns
 * that are so far from 0 that this would move rows by a thousandth or more of what they are apart get an `offset` (see
 * `Narrow`, which also tells how many rows became equal).
 *
 * Throws a `RangeError` naming the first row of another length.
 */
export const fromRows = (rows: ReadonlyArray<ArrayLike<number>>): Matrix => {
  const { cols, data } = fromRows64(rows)
  return narrow(data, rows.length, cols, "spread").matrix
}

/** Copies an array of equally long rows into a matrix in double precision; fails as {@link fromRows} does. */
export const fromRows64 = (rows: ReadonlyArray<ArrayLike<number>>): Matrix64 => {
  const cols = rows[0]?.length ?? 0
  const data = new Float64Array(rows.length * cols)
  fill(rows, cols, data)
  return { data, rows: rows.length, cols }
}

/** Some rows, by position, one after the other. O(positions · cols). */
export const take = (self: Matrix, positions: ArrayLike<number>): Matrix => {
  const { cols, data } = self, out = new Float32Array(positions.length * cols)
  for (let i = 0; i < positions.length; i++) {
    out.set(data.subarray(positions[i]! * cols, (positions[i]! + 1) * cols), i * cols)
  }
  return { ...self, data: out, rows: positions.length }
}

/** The true numbers, for lengths and angles: the matrix itself without an `offset`, else its numbers and `offset` added. */
export const whole = (self: Matrix): Matrix | Matrix64 => {
  const { cols, data, offset, rows } = self
  if (offset === undefined) return self
  return { data: Float64Array.from(data, (x, at) => x + offset[at % cols]!), rows, cols }
}

/** A view of row `i`; it shares the matrix's memory. */
export const row = (self: Matrix, i: number): Float32Array => self.data.subarray(i * self.cols, (i + 1) * self.cols)

/** {@link row} in double precision: a view of row `i`, from 0. */
export const row64 = (self: Matrix64, i: number): Float64Array => self.data.subarray(i * self.cols, (i + 1) * self.cols)
