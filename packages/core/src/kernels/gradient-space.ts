/**
 * The exact distances of gradient embeddings, from their factors. Tested with `gradient-distances.ts`.
 */
import type { Factors } from "../Columns.ts"
import * as Sum from "../Sum.ts"

/** x[a …] · y[b …] over `cols` numbers, in one fixed order. */
const dot = (x: Float32Array, a: number, y: Float32Array, b: number, cols: number): number => {
  let [s, t, u, v] = [0, 0, 0, 0]
  let i = 0
  for (; i + 4 <= cols; i += 4) {
    s += x[a + i]! * y[b + i]!
    t += x[a + i + 1]! * y[b + i + 1]!
    u += x[a + i + 2]! * y[b + i + 2]!
    v += x[a + i + 3]! * y[b + i + 3]!
  }
  for (; i < cols; i++) s += x[a + i]! * y[b + i]!
  return s + t + (u + v)
}

/** Some rows, what is kept of each, and the factors that they are of. */
export interface Space {
  /** Room for the terms of a sum over the columns of `left`. */
  readonly terms: Float64Array
  readonly factors: Factors
  readonly rows: Uint32Array
  readonly squaredNorms: Float64Array
  readonly nearest: Float64Array
}

/** a_i · a_j: the same bits in any order of the classes. */
export const ofLeft = ({ factors: { left: { cols, data } }, terms }: Space, i: number, j: number): number => {
  for (let c = 0; c < cols; c++) terms[c] = data[i * cols + c]! * data[j * cols + c]!
  return Sum.total(terms)
}

/** h_i · h_j. */
export const ofRight = ({ right }: Factors, i: number, j: number): number =>
  dot(right.data, i * right.cols, right.data, j * right.cols, right.cols)

/** Lowers the nearest distance of row `i` if the center `j` is nearer; `product` is h_i · h_j. */
export const refresh = (space: Space, i: number, j: number, product: number): void => {
  const { nearest, rows, squaredNorms } = space
  const inner = ofLeft(space, rows[i]!, rows[j]!) * product
  const distance = Math.max(0, squaredNorms[i]! + squaredNorms[j]! - 2 * inner)
  if (distance < nearest[i]!) nearest[i] = distance
}
