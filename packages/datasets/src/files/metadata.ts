/**
 * What is known of items beside their vectors, in a table of its own.
 */
import * as Effect from "effect/Effect"
import type { FileSystem } from "effect/FileSystem"
import type { Stdio } from "effect/Stdio"
import { checkHeight, type PoolShape } from "./align.ts"
import { cellName, isBlank, shown } from "./cell.ts"
import { decoding, type FileProblem, type InvalidInput, Malformed } from "./errors.ts"
import { readRawTable } from "./raw-rows.ts"
import { placesOf } from "./roles.ts"
import { rowsById } from "./unique-ids.ts"

/** Columns of a table, in the order of the pool. */
export interface Metadata {
  /** The path as given, or `stdin`. */
  readonly path: string
  /** Of the file's bytes, in hexadecimal. */
  readonly sha256: string
  /** All columns of the table. */
  readonly names: ReadonlyArray<string>
  /** The cells of each column that is there, by item, as trimmed texts, empty where blank. */
  readonly columns: ReadonlyMap<string, ReadonlyArray<string>>
}

/** The row of each item: by id, where the table may be of more items than the pool's; else by position. */
const orderOf = (ids: ReadonlyArray<string> | undefined, count: number, pool: PoolShape): ReadonlyArray<number> => {
  if (ids === undefined) {
    checkHeight(count, pool)
    return Array.from({ length: count }, (_, row) => row)
  }
  const rows = rowsById(ids)
  return Array.from({ length: pool.rows }, (_, position) => {
    const id = pool.ids?.[position] ?? String(position), row = rows.get(id)
    if (row !== undefined) return row
    throw new Malformed(`there is no row for the item ${shown(id)} of the pool`, "give one row for each item", {
      reason: "Missing",
      expected: "a row for each item",
      value: id
    })
  })
}

/**
 * Those of the `wanted` columns that the table at `pathOrDash` has, in the order of the `pool`: by its column `id`, or of
 * a pool that has ids by the first column that is named like some (`image_id`), else by position. It may hold more items than the pool, and any other columns.
 *
 * Fails with `InvalidInput` for items without a row, for an id that comes twice and for cells that are neither text nor number,
 * and with `FileProblem` where it cannot be read.
 */
export const readMetadata = Effect.fn("readMetadata")(function*(
  pathOrDash: string,
  wanted: ReadonlyArray<string>,
  pool: PoolShape & { readonly idColumn?: string | undefined }
): Effect.fn.Return<Metadata, InvalidInput | FileProblem, FileSystem | Stdio> {
  const { names, rows, sha256 } = yield* readRawTable(pathOrDash)
  const path = pathOrDash === "-" ? "stdin" : pathOrDash
  const columns = yield* decoding(path, () => {
    const { id } = placesOf(names, new Set(), {
      idColumn: pool.idColumn,
      idOptional: true,
      beside: pool.ids !== undefined,
      names: "values",
      texts: wanted
    })
    const ids = id < 0 ? undefined : rows.map((cells, row) => cellName(cells[id], names[id]!, { row }))
    const order = orderOf(ids, rows.length, pool)
    const there = wanted.map((name) => [name, names.indexOf(name)] as const).filter(([, place]) => place >= 0)
    return new Map(there.map(([name, place]) => {
      const text = (row: number) => {
        const cell = rows[row]![place]
        return isBlank(cell) ? "" : cellName(cell, name, { row }).trim()
      }
      return [name, order.map(text)]
    }))
  })
  return { path, sha256, names, columns }
})
