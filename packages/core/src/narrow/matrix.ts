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
  readonly data: Float32Array
  readonly rows: number
  readonly cols: number
  readonly offset?: Float64Array
}

/** The same in double precision, for the small matrices that decide ties: centres, prototypes. */
export interface Matrix64 {
  readonly data: Float64Array
  readonly rows: number
  readonly cols: number
}
