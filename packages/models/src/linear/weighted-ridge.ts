/**
 * Weighted ridge regression with an intercept: what ridge and logistic regression are both solved by.
 */
import { solve } from "./cholesky.ts"

/** A linear function of `weights.length` numbers. */
export interface LinearModel {
  readonly weights: Float64Array
  readonly intercept: number
}

/** Rows of numbers, row by row. */
export interface Rows {
  readonly data: Float64Array
  readonly rows: number
  readonly cols: number
}

const meanOf = (values: ArrayLike<number>, shares: Float64Array): number => {
  let [sum, whole] = [0, 0]
  for (let i = 0; i < shares.length; i++) {
    sum += shares[i]! * values[i]!
    whole += shares[i]!
  }
  return sum / whole
}

const columnMeans = ({ cols, data, rows }: Rows, shares: Float64Array): Float64Array => {
  const means = new Float64Array(cols), whole = shares.reduce((a, b) => a + b, 0)
  for (let i = 0; i < rows; i++) for (let c = 0; c < cols; c++) means[c]! += shares[i]! * data[i * cols + c]! / whole
  return means
}

/** The rows less their weighted means, each times the root of its share. */
const scaled = ({ cols, data, rows }: Rows, shares: Float64Array, means: Float64Array): Rows => {
  const out = new Float64Array(data.length)
  for (let i = 0; i < rows; i++) {
    const root = Math.sqrt(shares[i]!)
    for (let c = 0; c < cols; c++) out[i * cols + c] = root * (data[i * cols + c]! - means[c]!)
  }
  return { data: out, rows, cols }
}

/** S Sᵀ + λI (rows × rows), its lower half. */
const gram = ({ cols, data, rows }: Rows, penalty: number): Float64Array => {
  const out = new Float64Array(rows * rows)
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = i === j ? penalty : 0
      for (let c = 0; c < cols; c++) sum += data[i * cols + c]! * data[j * cols + c]!
      out[i * rows + j] = sum
    }
  }
  return out
}

const transposed = ({ cols, data, rows }: Rows): Rows => {
  const out = new Float64Array(data.length)
  for (let i = 0; i < rows; i++) for (let c = 0; c < cols; c++) out[c * rows + i] = data[i * cols + c]!
  return { data: out, rows: cols, cols: rows }
}

/** Sᵀ v. */
const across = ({ cols, data, rows }: Rows, v: Float64Array): Float64Array => {
  const out = new Float64Array(cols)
  for (let i = 0; i < rows; i++) for (let c = 0; c < cols; c++) out[c]! += data[i * cols + c]! * v[i]!
  return out
}

/**
 * The weights w and the intercept b with the least Σ_i s_i (z_i − b − w·x_i)² + `penalty` · |w|², for rows x, `shares` s above 0 and
 * values z; the intercept is not penalized. Solved over the items or over the columns, whichever are fewer: O(n d · min(n, d)).
 */
export const weightedRidge = (
  x: Rows,
  z: ArrayLike<number>,
  shares: Float64Array,
  penalty: number
): LinearModel => {
  const means = columnMeans(x, shares), middle = meanOf(z, shares), s = scaled(x, shares, means)
  const t = Float64Array.from(shares, (share, i) => Math.sqrt(share) * (z[i]! - middle))
  const weights = x.rows < x.cols
    ? across(s, solve(gram(s, penalty), t))
    : solve(gram(transposed(s), penalty), across(s, t))
  return { weights, intercept: middle - weights.reduce((sum, w, c) => sum + w * means[c]!, 0) }
}

/** What a model says of each row. O(rows · cols). */
export const apply = ({ intercept, weights }: LinearModel, { cols, data, rows }: Rows): Float64Array =>
  Float64Array.from({ length: rows }, (_, i) => {
    let sum = intercept
    for (let c = 0; c < cols; c++) sum += weights[c]! * data[i * cols + c]!
    return sum
  })
