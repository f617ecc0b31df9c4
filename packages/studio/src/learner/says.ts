/**
 * What a model says of all items, made in the learner's process: the server has its loop for people.
 */
import type { Matrix } from "@marginalia/core/Matrix"
import * as Stopping from "@marginalia/core/Stopping"
import type { Learned } from "./protocol.ts"

/** See the fields of {@link Learned}. */
export type Says = Pick<Learned, "top" | "confidence" | "uncertainty">

/** The likeliest class of each item, as a place among the classes, ties to the smaller; O(N · C). */
const topOf = ({ cols, data, rows }: Matrix, ids: ReadonlyArray<number>): Omit<Says, "uncertainty"> => {
  const top = new Int32Array(rows), confidence = new Float32Array(rows)
  for (let item = 0; item < rows; item++) {
    let best = 0
    for (let c = 1; c < cols; c++) if (data[item * cols + c]! > data[item * cols + best]!) best = c
    top[item] = ids[best]!
    confidence[item] = data[item * cols + best]!
  }
  return { top, confidence }
}

/**
 * What probabilities (items × classes, by row; `undefined` without a model) say: each item's likeliest class of `ids`, how likely
 * it is, and how uncertain the model is of the items that are still to be asked about.
 */
export const saysOf = (
  probability: Float32Array | undefined,
  ids: ReadonlyArray<number>,
  { candidates, size }: { readonly size: number; readonly candidates: Uint32Array }
): Says => {
  if (probability === undefined || ids.length === 0) {
    return { top: new Int32Array(size).fill(-1), confidence: new Float32Array(size), uncertainty: null }
  }
  const matrix = { data: probability, rows: size, cols: ids.length }
  const value = Stopping.uncertainty(matrix, candidates)
  return { ...topOf(matrix, ids), uncertainty: Number.isFinite(value) ? value : null }
}
