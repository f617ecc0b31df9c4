/**
 * The classes that have labels, among those that there are.
 */
import type { Matrix } from "@marginalia/core/Matrix"
import type { Lesson } from "./head/fit.ts"

/** Labels of classes that are numbered without gaps, and the class that each number is. */
export interface Seen extends Lesson {
  readonly of: ReadonlyArray<number>
}

/** The labels by the classes that have some: a model knows nothing of the others. */
export const seenOf = (at: Uint32Array, labels: Int32Array): Seen => {
  const of = [...new Set(labels)].sort((a, b) => a - b), place = new Map(of.map((label, i) => [label, i]))
  return { at, labels: labels.map((label) => place.get(label)!), classes: of.length, of }
}

/** Probabilities of the seen classes as those of all `classes`: nothing for the others. By row. */
export const spread = ({ cols, data, rows }: Matrix, of: ReadonlyArray<number>, classes: number): Float32Array => {
  if (cols === classes) return data
  const out = new Float32Array(rows * classes)
  for (let row = 0; row < rows; row++) {
    for (let c = 0; c < cols; c++) out[row * classes + of[c]!] = data[row * cols + c]!
  }
  return out
}
