/**
 * A dense table of numbers, row by row: row `i` of a pool's matrix belongs to the item at position `i`.
 */

/** `rows × cols` numbers in single precision; row `i` is `data[i * cols] … data[(i + 1) * cols - 1]`. */
export interface Matrix {
  readonly data: Float32Array
  readonly rows: number
  readonly cols: number
}

/** The same in double precision, for the small matrices that decide ties: centres, prototypes. */
export interface Matrix64 {
  readonly data: Float64Array
  readonly rows: number
  readonly cols: number
}

const check = (data: ArrayLike<number>, rows: number, cols: number): void => {
  if (!Number.isInteger(rows) || !Number.isInteger(cols) || rows < 0 || cols < 0 || data.length !== rows * cols) {
    throw new RangeError(`a ${rows} × ${cols} matrix takes ${rows * cols} numbers, not ${data.length}`)
  }
}

/**
 * Wraps `rows · cols` numbers without copying them.
 *
 * Throws a `RangeError` when `data` has another length.
 */
export const make = (data: Float32Array, rows: number, cols: number): Matrix => {
  check(data, rows, cols)
  return { data, rows, cols }
}

/** {@link make} for double precision. */
export const make64 = (data: Float64Array, rows: number, cols: number): Matrix64 => {
  check(data, rows, cols)
  return { data, rows, cols }
}

const fill = (rows: ReadonlyArray<ArrayLike<number>>, cols: number, data: Float32Array | Float64Array): void => {
  rows.forEach((row, i) => {
    if (row.length !== cols) throw new RangeError(`row ${i} has ${row.length} numbers and row 0 has ${cols}`)
    data.set(row, i * cols)
  })
}

/**
 * Copies an array of equally long rows into a matrix.
 *
 * Throws a `RangeError` naming the first row of another length.
 */
export const fromRows = (rows: ReadonlyArray<ArrayLike<number>>): Matrix => {
  const cols = rows[0]?.length ?? 0
  const data = new Float32Array(rows.length * cols)
  fill(rows, cols, data)
  return { data, rows: rows.length, cols }
}

/** {@link fromRows} in double precision. */
export const fromRows64 = (rows: ReadonlyArray<ArrayLike<number>>): Matrix64 => {
  const cols = rows[0]?.length ?? 0
  const data = new Float64Array(rows.length * cols)
  fill(rows, cols, data)
  return { data, rows: rows.length, cols }
}

/** A view of row `i`; it shares the matrix's memory. */
export const row = (self: Matrix, i: number): Float32Array => self.data.subarray(i * self.cols, (i + 1) * self.cols)

/** {@link row} in double precision. */
export const row64 = (self: Matrix64, i: number): Float64Array => self.data.subarray(i * self.cols, (i + 1) * self.cols)
