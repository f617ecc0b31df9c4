/** The rows of a table in a file, as the one reader of tables reads them, for a data set. */
import type { Matrix } from "@marginalia/core"
import * as Message from "@marginalia/core/Message"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import { numbered } from "../dataset.ts"
import { DatasetError, mismatch } from "../errors.ts"
import { decoding, type InvalidInput, Malformed } from "../files/errors.ts"
import type { Format } from "../files/format.ts"
import { tableMatrix } from "../files/pool.ts"
import { readTable } from "../files/read-table.ts"
import type { ColumnChoice } from "../files/roles.ts"
import type { Table } from "../files/table.ts"
import { uniqueIds } from "../files/unique-ids.ts"
import { refuseOffset } from "../files/vectors.ts"
import { unpack } from "../unpack.ts"

/** What may be said of a table's columns; the defaults go by their names, see `files/roles.ts`. */
export type TableOptions = Pick<
  ColumnChoice,
  "features" | "groups" | "idColumn" | "labelColumn" | "noHeader" | "splitColumn"
>

/** A table, read. */
export interface Rows {
  readonly ids: ReadonlyArray<string>
  readonly data: Float32Array
  readonly cols: number
  /** The class of each row as it is written; undefined without such a column. */
  readonly labels: ReadonlyArray<string> | undefined
  readonly splits: ReadonlyArray<string> | undefined
  /** By column, the group of each row, empty where it is in none; of the columns that were asked for and are there. */
  readonly groups: Table["groups"]
  /** What is to be said of the reading: columns that were left out, and why. */
  readonly notes: ReadonlyArray<Message.Message>
}

const TABLE = /\.(csv|tsv|jsonl|ndjson|parquet|npz|arrow|feather|ipc)(?:\.gz)?$/i

/** Whether a path is that of a table. */
export const isTable = (path: string): boolean => TABLE.test(path)

const formatOf = (path: string): Exclude<Format, "npy"> => {
  const [, extension = "csv"] = TABLE.exec(path) ?? []
  const lower = extension.toLowerCase()
  if (lower === "arrow" || lower === "feather" || lower === "ipc") return "arrow"
  return lower === "parquet" || lower === "npz" ? lower : lower === "jsonl" || lower === "ndjson" ? "jsonl" : "csv"
}

/** A file's fault as a data set's. */
export const toDatasetError = ({ hint, path, problem }: InvalidInput): DatasetError =>
  mismatch([path], hint === "" ? problem : Message.text`${problem}; ${hint}`)

/** Checks the ids, and that no row lacks a class where others have one. Throws `Malformed`. */
const checked = (table: Table): { readonly matrix: Matrix.Matrix; readonly ids: ReadonlyArray<string> } => {
  const matrix = tableMatrix(table), blank = table.labels?.indexOf(undefined) ?? -1
  refuseOffset(matrix)
  if (blank >= 0) {
    throw new Malformed(`row ${blank} has no label`, "fill it in, or leave the row out", {
      reason: "Missing",
      row: blank,
      column: "label",
      expected: "a label"
    })
  }
  return { matrix, ids: uniqueIds(table.ids ?? numbered(table.rows)) }
}

/**
 * The rows of a csv, jsonl, parquet, Arrow or npz file, gzipped or not. Fails with {@link DatasetError}, which names row, line and
 * column: a cell that is empty or no finite number, an id twice, rows of different lengths.
 */
export const readRows = Effect.fn("datasets.readRows")(
  function*(path: string, options: TableOptions): Effect.fn.Return<Rows, DatasetError, FileSystem.FileSystem> {
    const fs = yield* FileSystem.FileSystem
    const packed = yield* fs.readFile(path).pipe(
      Effect.mapError((cause) => new DatasetError({ reason: { _tag: "Unreadable", path, cause } }))
    )
    const bytes = (yield* unpack(packed, path)) as Uint8Array<ArrayBuffer>
    const source = { path, bytes, sha256: "" }
    const read = readTable(source, formatOf(path), { ...options, answers: true }).pipe(
      Effect.flatMap((table) => Effect.map(decoding(path, () => checked(table)), (found) => ({ ...table, ...found }))),
      Effect.mapError(toDatasetError)
    )
    const { cols, groups, ids, labels, matrix, notes, splits } = yield* read, { data } = matrix
    return { ids, data, cols, labels: labels as ReadonlyArray<string> | undefined, splits, groups, notes }
  }
)
