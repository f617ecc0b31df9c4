/**
 * A column of the vector that is the label itself, under a name that does not say so.
 */
import { type Matrix, Message } from "@marginalia/core"
import { shown } from "./cell.ts"
import { Malformed } from "./errors.ts"

/** Fewer labels than this may agree with an honest column by chance. */
const ENOUGH = 20

/** Rows of a matrix, by their places, with the label of each. */
export interface LabeledRows {
  readonly at: ArrayLike<number>
  readonly labels: ArrayLike<string | number>
  /** Whether labels are numbers, of which a column is the label only where it holds them. Default false: a code of them is, too. */
  readonly numbers?: boolean
}

/** Whether a column has one whole number, or the label itself, for each label, and one label for each number. */
const tells = ({ cols, data }: Matrix.Matrix, col: number, { at, labels, numbers = false }: LabeledRows): boolean => {
  const labelOf = new Map<number, string | number>(), valueOf = new Map<string | number, number>()
  for (let i = 0; i < at.length; i++) {
    const value = data[at[i]! * cols + col]!, label = labels[i]!
    if ((numbers || !Number.isInteger(value)) && value !== Math.fround(Number(label))) return false
    if ((labelOf.get(value) ?? label) !== label || (valueOf.get(label) ?? value) !== value) return false
    labelOf.set(value, label)
    valueOf.set(label, value)
  }
  return true
}

/**
 * The first column that holds the label or a code of it: a whole number a class, the same for all its items and another for
 * every other class, or the numbers that the labels are. −1 where there is none, where fewer than 20 items are labeled, or
 * all alike. O(labels × cols).
 */
export const labelAmong = (matrix: Matrix.Matrix, rows: LabeledRows): number => {
  if (rows.at.length < ENOUGH || new Set(Array.from(rows.labels)).size < 2) return -1
  for (let col = 0; col < matrix.cols; col++) if (tells(matrix, col, rows)) return col
  return -1
}

/**
 * Looks for the label among the columns of a pool; gives what the user should hear. A column with a name is refused, since
 * whoever means it can name it: throws {@link Malformed}, with the column and the way out. Of an array it can only be said.
 */
export const refuseLabels = (
  matrix: Matrix.Matrix,
  names: ReadonlyArray<string> | undefined,
  rows: LabeledRows
): ReadonlyArray<string> => {
  const col = labelAmong(matrix, rows)
  if (col < 0) return []
  const evidence = `it tells the class of all ${rows.at.length} labeled items`
  if (names === undefined) return [`column ${col} of the array may be the label: ${evidence}; if it is, take it out`]
  throw new Malformed(
    `the column ${shown(names[col])} is the label: ${evidence}`,
    Message.text`name it with ${Message.setting("labelColumn")}, or say what belongs to the vector: ${
      Message.setting("features", { example: "a,b,c" })
    }`,
    { reason: "Ambiguous", setting: "labelColumn", allowed: ["labelColumn", "features"], column: names[col] }
  )
}
