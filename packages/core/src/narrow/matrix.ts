/**
 * What a matrix is. See `Matrix`.
 */
/**
 * `rows × cols` numbers in single precision; row `i` is `data[i * cols] … data[(i + 1) * cols - 1]`.
 *
 * Where there is an `offset`, a number a column, the true numbers are `data` plus `offset`: what single precision cannot
 * tell apart far from 0 it can tell apart near it (see `Narrow`). Distances between rows are those of `data`; lengths and
 * angles are those of {@link whole}.
 */
export interface Matrix {
  /** The numbers, row by row. */
  readonly data: Float32Array
  /** The number of rows. */
  readonly rows: number
  /** The number of columns. */
  readonly cols: number
  /** What is to be added to each column for the true numbers. Default nothing. */
  readonly offset?: Float64Array
}

/**
 * `rows × cols` numbers in double precision, `data` row by row: for the small matrices that decide ties, centers and
 * prototypes.
 */
export interface Matrix64 {
  readonly data: Float64Array
  readonly rows: number
  readonly cols: number
}
