/**
 * Very wide items, made narrower before their principal components are sought.
 */
import { type Matrix, Rng } from "@marginalia/core"

/** Items with more numbers are projected. */
export const WIDEST = 512
const WIDTH = 256

/**
 * The items as they are, up to 512 numbers each; wider ones projected on 256 random directions (signs from a key), which
 * keeps distances to within a few percent (Achlioptas 2003). O(rows · cols · 256).
 */
export const narrowed = (items: Matrix.Matrix): Matrix.Matrix => {
  const { cols, data, rows } = items
  if (cols <= WIDEST) return items
  const key = Rng.derive(Rng.fromSeed(0), "report projection")
  const signs = Float32Array.from({ length: cols * WIDTH }, (_, at) => Rng.uniform(key, at) < 0.5 ? -1 : 1)
  const out = new Float32Array(rows * WIDTH)
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < cols; j++) {
      const value = data[i * cols + j]! / Math.sqrt(WIDTH)
      if (value === 0) continue
      for (let k = 0; k < WIDTH; k++) out[i * WIDTH + k]! += value * signs[j * WIDTH + k]!
    }
  }
  return { data: out, rows, cols: WIDTH }
}
