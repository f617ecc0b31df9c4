/**
 * A column of the vector that is the label itself, under a name that does not say so.
 */
import type { Matrix } from "@marginalia/core"
import { shown } from "./cell.ts"
import { Malformed } from "./errors.ts"

/** Fewer labels than this may agree with an honest column by chance. */
const ENOUGH = 20

/** Rows of a matrix, by their places, with the label of each. */
export interface LabeledRows {
  readonly at: ArrayLike<number>
  readonly labels: ArrayLike<string | number>
}

/** Whether a column has one value a label and one label a value. */
const tells = ({ cols, data }: Matrix.Matrix, col: number, { at, labels }: LabeledRows): boolean => {
  const labelOf = new Map<number, string | number>(), valueOf = new Map<string | number, number>()
  for (let i = 0; i < at.length; i++) {
    const value = data[at[i]! * cols + col]!, label = labels[i]!
    if ((labelOf.get(value) ?? label) !== label || (valueOf.get(label) ?? value) !== value) return false
    labelOf.set(value, label)
    valueOf.set(label, value)
  }
  return true
}

/**
 * The first column whose value is the same for all items of a class and another for every other class, as a label's would
 * be; −1 where there is none, where fewer than 20 items are labeled, or all alike. O(labels × cols).
 */
export const labelAmong = (matrix: Matrix.Matrix, rows: LabeledRows): number => {
  if (rows.at.length < ENOUGH || new Set(Array.from(rows.labels)).size < 2) return -1
  for (let col = 0; col < matrix.cols; col++) if (tells(matrix, col, rows)) return col
  return -1
}

/** Refuses a column that says nothing but the label. Throws {@link Malformed}, with the column and the way out. */
export const refuseLabels = (
  matrix: Matrix.Matrix,
  names: ReadonlyArray<string> | undefined,
  rows: LabeledRows
): void => {
  const col = labelAmong(matrix, rows)
  if (col < 0) return
  const name = names === undefined ? String(col) : shown(names[col])
  throw new Malformed(
    `the column ${name} is the label: it tells the class of all ${rows.at.length} labeled items`,
    names === undefined
      ? "take it out of the array"
      : "name it with --label-column, or say what belongs to the vector: --features a,b,c"
  )
}
