/** The rows of a table in a file, as the one reader of tables reads them, for a data set. */
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import { DatasetError, mismatch } from "../errors.ts"
import { decoding, type InvalidInput } from "../files/errors.ts"
import type { Format } from "../files/format.ts"
import { tableMatrix } from "../files/pool.ts"
import { readTable } from "../files/read-table.ts"
import type { ColumnChoice } from "../files/roles.ts"
import { refuseOffset } from "../files/vectors.ts"
import { unpack } from "../unpack.ts"

/** What may be said of a table's columns; the defaults go by their names, see `files/roles.ts`. */
export type TableOptions = Pick<ColumnChoice, "features" | "idColumn" | "labelColumn" | "noHeader" | "splitColumn">

/** A table, read. */
export interface Rows {
  readonly ids: ReadonlyArray<string>
  readonly data: Float32Array
  readonly cols: number
  /** The class of each row as it is written; undefined without such a column. */
  readonly labels: ReadonlyArray<string> | undefined
  readonly splits: ReadonlyArray<string> | undefined
  /** What is to be said of the reading: columns that were left out, and why. */
  readonly notes: ReadonlyArray<string>
}

const TABLE = /\.(csv|tsv|jsonl|ndjson|parquet)(?:\.gz)?$/i

/** Whether a path is that of a table. */
export const isTable = (path: string): boolean => TABLE.test(path)

const formatOf = (path: string): Exclude<Format, "npy"> => {
  const [, extension = "csv"] = TABLE.exec(path) ?? []
  const lower = extension.toLowerCase()
  return lower === "parquet" ? "parquet" : lower === "jsonl" || lower === "ndjson" ? "jsonl" : "csv"
}

const toDatasetError = ({ hint, path, problem }: InvalidInput): DatasetError =>
  mismatch([path], hint === "" ? problem : `${problem}; ${hint}`)

/** Refuses an id that stands twice, and a row without a class where others have one. */
const checkRows = (path: string, ids: ReadonlyArray<string>, labels: ReadonlyArray<string | undefined> | undefined) => {
  const rows = new Map<string, number>()
  for (const [row, id] of ids.entries()) {
    const earlier = rows.get(id)
    if (earlier !== undefined) {
      return mismatch([path], `the id ${JSON.stringify(id)} stands in rows ${earlier} and ${row}; keep one`)
    }
    rows.set(id, row)
  }
  const blank = labels?.indexOf(undefined) ?? -1
  return blank < 0 ? undefined : mismatch([path], `row ${blank} has no label; fill it in, or leave the row out`)
}

/**
 * The rows of a csv, jsonl or parquet file, gzipped or not. Fails with {@link DatasetError}, which names row, line and
 * column: a cell that is empty or no finite number, an id twice, rows of different lengths.
 */
export const readRows = Effect.fn("datasets.readRows")(
  function*(path: string, options: TableOptions): Effect.fn.Return<Rows, DatasetError, FileSystem.FileSystem> {
    const fs = yield* FileSystem.FileSystem
    const packed = yield* fs.readFile(path).pipe(
      Effect.mapError((cause) => new DatasetError({ reason: { _tag: "Unreadable", path, cause } }))
    )
    const bytes = (yield* unpack(packed, path)) as Uint8Array<ArrayBuffer>
    const table = yield* readTable({ path, bytes, sha256: "" }, formatOf(path), { ...options, answers: true }).pipe(
      Effect.tap((found) => decoding(path, () => refuseOffset(tableMatrix(found)))),
      Effect.mapError(toDatasetError)
    )
    const { cols, data, labels, notes, rows, splits } = table
    const ids = table.ids ?? Array.from({ length: rows }, (_, row) => String(row))
    const wrong = checkRows(path, ids, labels)
    if (wrong !== undefined) return yield* wrong
    return {
      ids,
      data: data instanceof Float32Array ? data : Float32Array.from(data),
      cols,
      labels: labels as ReadonlyArray<string> | undefined,
      splits,
      notes
    }
  }
)
