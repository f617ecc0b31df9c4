/**
 * The items of an active learner, which may become more.
 */
import type { Columns } from "../Columns.ts"
import * as Matrix from "../Matrix.ts"
import { refuse } from "./problem.ts"

/** A row of a matrix: the numbers of one item. */
export type Row = Float32Array | Float64Array

/** What an active learner chooses among: a matrix, whose rows are the items, or a list of items of any kind. */
export type Items = Matrix.Matrix | ReadonlyArray<unknown>

/** An item of such a pool. */
export type ItemOf<P> = P extends ReadonlyArray<infer Item> ? Item : Row

/** Whether items are the rows of a matrix. */
export const isMatrix = (items: unknown): items is Matrix.Matrix =>
  typeof items === "object" && items !== null && "data" in items && "rows" in items && "cols" in items

/** One item for each row, or the items as they are. */
export const listOf = (items: Items): ReadonlyArray<unknown> => {
  if (!isMatrix(items)) return items
  const { cols, data, rows } = Matrix.whole(items)
  return Array.from({ length: rows }, (_, i) => data.subarray(i * cols, (i + 1) * cols))
}

/** Two matrices of as many columns, one below the other, as the first one's numbers are kept. */
const below = (name: string, above: Matrix.Matrix, more: unknown): Matrix.Matrix => {
  const rows: ReadonlyArray<unknown> = isMatrix(more) || Array.isArray(more) ? listOf(more) : []
  const { cols, offset } = above, data = new Float32Array(above.data.length + rows.length * cols)
  data.set(above.data)
  rows.forEach((row, i) => {
    const numbers = row as ArrayLike<number>
    if (numbers.length !== cols) {
      refuse({ _tag: "Count", what: `numbers in row ${i} of the added ${name}`, given: numbers.length, expected: cols })
    }
    for (let j = 0; j < cols; j++) data[above.data.length + i * cols + j] = numbers[j]! - (offset?.[j] ?? 0)
  })
  return { ...above, data, rows: above.rows + rows.length }
}

/** The columns with those of `count` items more. Throws an `ActiveLearnerError` where one lacks, or is no matrix. */
export const grown = (
  columns: Partial<Columns>,
  more: { readonly [name: string]: unknown },
  count: number
): Partial<Columns> => {
  const stranger = Object.keys(more).find((name) => !(name in columns))
  if (stranger !== undefined) {
    const expected = `one of the pool's (${Object.keys(columns).join(", ") || "none"})`
    refuse({ _tag: "Kind", what: "an added column", value: stranger, expected })
  }
  return Object.fromEntries(
    Object.entries(columns).map(([name, column]) => {
      if (!isMatrix(column)) refuse({ _tag: "Kind", what: name, value: column, expected: "a matrix, to be added to" })
      const above = column as Matrix.Matrix, whole = below(name, above, more[name])
      if (whole.rows - above.rows !== count) {
        refuse({ _tag: "Count", what: `added rows of ${name}`, given: whole.rows - above.rows, expected: count })
      }
      return [name, whole]
    })
  )
}
