/** The digits as a pool: their pixels, a map of them, and what a small model says of them. */
import { Matrix } from "@marginalia/core"

const SIDE = 64

/** The digits: a byte a pixel, 64 an image, and the class of each image. */
export interface Digits {
  readonly pixels: Uint8Array
  readonly truth: ReadonlyArray<number>
}

/** Pixels from 0 to 1, an image a row. */
export const embeddingOf = ({ pixels }: Digits): Matrix.Matrix =>
  Matrix.make(Float32Array.from(pixels, (value) => value / 16), pixels.length / SIDE, SIDE)

const centered = ({ cols, data, rows }: Matrix.Matrix): Float64Array => {
  const means = new Float64Array(cols)
  for (let i = 0; i < data.length; i++) means[i % cols]! += data[i]! / rows
  return Float64Array.from(data, (value, i) => value - means[i % cols]!)
}

const covariance = (data: Float64Array, rows: number, cols: number): Float64Array => {
  const sums = new Float64Array(cols * cols)
  for (let i = 0; i < rows; i++) {
    for (let a = 0; a < cols; a++) {
      const value = data[i * cols + a]!
      for (let b = 0; b < cols; b++) sums[a * cols + b]! += value * data[i * cols + b]!
    }
  }
  return sums
}

/** The direction of most variance, by power iteration; its variance is taken out of `sums`. */
const direction = (sums: Float64Array, cols: number): Float64Array => {
  let axis = Float64Array.from({ length: cols }, (_, i) => Math.cos(i + 1))
  let size = 1
  for (let round = 0; round < 200; round++) {
    const next = Float64Array.from(
      { length: cols },
      (_, a) => axis.reduce((sum, x, b) => sum + sums[a * cols + b]! * x, 0)
    )
    size = Math.hypot(...next)
    axis = next.map((x) => x / (size === 0 ? 1 : size))
  }
  for (let a = 0; a < cols; a++) for (let b = 0; b < cols; b++) sums[a * cols + b]! -= size * axis[a]! * axis[b]!
  return axis
}

/** The first two principal components of the rows, scaled to lie between −1 and 1. */
export const mapOf = (rows: Matrix.Matrix): ReadonlyArray<readonly [number, number]> => {
  const data = centered(rows), { cols } = rows, sums = covariance(data, rows.rows, cols)
  const axes = [direction(sums, cols), direction(sums, cols)]
  const [xs, ys] = axes.map((axis) =>
    Array.from({ length: rows.rows }, (_, i) => axis.reduce((sum, x, k) => sum + x * data[i * cols + k]!, 0))
  )
  const most = [...xs!, ...ys!].reduce((a, b) => Math.max(a, Math.abs(b)), 0) || 1
  return xs!.map((x, i) => [x / most, ys![i]! / most])
}

/**
 * The probabilities of the classes for each row, from the labels in `seen`: each adds a bell of its distance to its class, and
 * all classes have a little everywhere.
 */
export const vote = (
  rows: Matrix.Matrix,
  truth: ReadonlyArray<number>,
  seen: ReadonlyArray<number>,
  { classes, doubt, reach }: { readonly classes: number; readonly doubt: number; readonly reach: number }
): Matrix.Matrix => {
  const out = new Float32Array(rows.rows * classes).fill(doubt)
  for (const at of seen) {
    const label = Matrix.row(rows, at), c = truth[at]!
    for (let i = 0; i < rows.rows; i++) {
      let square = 0
      for (let k = 0; k < rows.cols; k++) square += (rows.data[i * rows.cols + k]! - label[k]!) ** 2
      out[i * classes + c]! += Math.exp(-square / (2 * reach * reach))
    }
  }
  for (let i = 0; i < rows.rows; i++) {
    const row = out.subarray(i * classes, (i + 1) * classes), sum = row.reduce((a, b) => a + b, 0)
    row.forEach((value, c) => {
      row[c] = value / sum
    })
  }
  return Matrix.make(out, rows.rows, classes)
}
