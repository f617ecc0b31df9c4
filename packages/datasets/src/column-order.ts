/**
 * Tables whose columns stand in another order than those of a table that something was learned from.
 */
import type { Matrix } from "@marginalia/core/Matrix"
import { note } from "@marginalia/core/Notices"
import * as Quote from "@marginalia/core/Quote"
import * as Suggest from "@marginalia/core/Suggest"
import * as Effect from "effect/Effect"
import { InvalidInput } from "./files/errors.ts"

/** A table's columns, where its file names them. */
export interface Columned {
  /** What messages call it. */
  readonly path: string
  /** Its numbers, an item a row. */
  readonly matrix: Matrix
  /** The name of each column of the matrix, in its order; undefined where the file names none. */
  readonly columnNames: ReadonlyArray<string> | undefined
}

const lacking = (path: string, missing: ReadonlyArray<string>, names: ReadonlyArray<string>): InvalidInput => {
  const [first] = missing
  return new InvalidInput({
    path,
    problem: `it has no column ${Quote.list(missing)}, which was learned from (found ${Quote.list(names)})`,
    hint: `give a table with the same columns, in any order.${Suggest.hint(first!, names)}`,
    reason: "Missing",
    expected: first!,
    column: first!,
    allowed: names
  })
}

const taken = ({ data, rows, cols, offset }: Matrix, places: ReadonlyArray<number>): Matrix => {
  const out = new Float32Array(rows * places.length)
  for (let row = 0; row < rows; row++) {
    places.forEach((place, i) => (out[row * places.length + i] = data[row * cols + place]!))
  }
  const matrix = { data: out, rows, cols: places.length }
  return offset === undefined ? matrix : { ...matrix, offset: Float64Array.from(places, (place) => offset[place]!) }
}

/**
 * The matrix with the columns that something was learned from, `learned`, in their order; as it is where either names none. Columns
 * that were not learned from are left out, and told.
 *
 * Fails with `InvalidInput` where a column is missing.
 */
export const columnsLike = Effect.fn("columnsLike")(
  function*({ columnNames, matrix, path }: Columned, learned: ReadonlyArray<string> | undefined) {
    if (columnNames === undefined || learned === undefined) return matrix
    if (columnNames.length === learned.length && learned.every((name, i) => columnNames[i] === name)) return matrix
    const missing = learned.filter((name) => !columnNames.includes(name))
    if (missing.length > 0) return yield* lacking(path, missing, columnNames)
    const known = new Set(learned), more = columnNames.filter((name) => !known.has(name))
    if (more.length > 0) yield* note(`note: ${path}: left out, for it was not learned from: ${Quote.list(more)}`)
    return taken(matrix, learned.map((name) => columnNames.indexOf(name)))
  }
)
