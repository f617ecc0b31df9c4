/**
 * Products of passes' probabilities with outcomes' weights, summed over the passes: the same bits in any order of the passes.
 */
import type { Matrix } from "@marginalia/core"

/**
 * The dot product of each row with each row of `weights`, row by row. All numbers lie between 0 and 1, so that each term can
 * be split at two powers of two into parts that add up without rounding. What is left over is below 2⁻⁹⁰ or so. O(rows ·
 * weights.rows · T).
 */
export const mixtures = ({ cols, data, rows }: Matrix.Matrix, weights: Matrix.Matrix64): Float64Array => {
  const room = 2 ** Math.ceil(Math.log2(cols + 2))
  const high = 2 * room, low = high * room * 2 ** -53
  const out = new Float64Array(rows * weights.rows)
  for (let i = 0, at = 0; i < rows; i++) {
    for (let m = 0; m < weights.rows; m++, at++) {
      let coarse = 0, fine = 0
      for (let p = i * cols, q = m * cols, end = p + cols; p < end; p++, q++) {
        const term = data[p]! * weights.data[q]!
        const part = high + term - high
        coarse += part
        fine += low + (term - part) - low
      }
      out[at] = coarse + fine
    }
  }
  return out
}
