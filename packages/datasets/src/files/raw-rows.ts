/**
 * All cells of a table as they are written, for those who show them to people: csv, jsonl, parquet and Arrow alike.
 */
import * as Effect from "effect/Effect"
import type { FileSystem } from "effect/FileSystem"
import type { Stdio } from "effect/Stdio"
import { readCsv } from "./csv.ts"
import { decoding, type FileProblem, type InvalidInput, Malformed } from "./errors.ts"
import { readWithFormat } from "./format.ts"
import { readJsonl } from "./jsonl.ts"
import { toInvalidInput } from "./parquet.ts"
import type { Source } from "./source.ts"

/** A table, cell by cell. */
export interface RawTable {
  /** The columns' names, in the order of the file (of jsonl: in which they come first). */
  readonly names: ReadonlyArray<string>
  /** A cell a name in each row: text in csv, else what the format holds; `undefined` where a row has no such key. */
  readonly rows: ReadonlyArray<ReadonlyArray<unknown>>
  /** Of the file's bytes, in hexadecimal. */
  readonly sha256: string
}

const formats = ["csv", "jsonl", "parquet", "arrow"] as const

/** What such a table may be written in. */
export type RawFormat = typeof formats[number]

type Cells = Omit<RawTable, "sha256">

const csvRows = Effect.fnUntraced(function*(source: Source, noHeader: boolean) {
  let names: ReadonlyArray<string> = []
  const rows: Array<ReadonlyArray<unknown>> = []
  yield* readCsv(source, {
    header: (found) => names = found,
    row: (cells) => void rows.push(cells)
  }, { noHeader })
  return { names, rows } satisfies Cells as Cells
})

const jsonlRows = Effect.fnUntraced(function*(source: Source) {
  const places = new Map<string, number>(), rows: Array<Array<unknown>> = []
  yield* readJsonl(source, (object) => {
    const cells: Array<unknown> = []
    for (const [key, value] of Object.entries(object)) {
      const place = places.get(key) ?? places.size
      places.set(key, place)
      cells[place] = value
    }
    rows.push(cells)
  })
  const names = [...places.keys()]
  return { names, rows: rows.map((cells) => Array.from(names, (_, i) => cells[i])) } satisfies Cells as Cells
})

const parquetRows = Effect.fnUntraced(function*({ bytes, path }: Source, what: "parquet" | "Arrow") {
  const { openParquet } = yield* Effect.promise(() => import("../parquet/file.ts"))
  const toError = toInvalidInput(path, what)
  return yield* Effect.scoped(Effect.gen(function*() {
    const { columns, ranges, read } = yield* Effect.mapError(openParquet({ bytes }), toError)
    const rows: Array<ReadonlyArray<unknown>> = []
    for (const range of ranges) {
      const values = yield* Effect.mapError(read(range, [...columns.keys()]), toError)
      for (let row = 0; row < range.rowEnd - range.rowStart; row++) rows.push(values.map((column) => column[row]))
      yield* Effect.yieldNow
    }
    return { names: columns.map(({ name }) => name), rows } satisfies Cells as Cells
  }))
})

/** The cells of the table in a source that was read. */
export const rawRows = (
  source: Source,
  format: RawFormat,
  noHeader: boolean = false
): Effect.Effect<Omit<RawTable, "sha256">, InvalidInput> =>
  format === "csv"
    ? csvRows(source, noHeader)
    : format === "jsonl"
    ? jsonlRows(source)
    : parquetRows(source, format === "arrow" ? "Arrow" : "parquet")

/**
 * The cells of the table in a file (`.csv`, `.tsv`, `.jsonl`, `.parquet`, `.arrow`, gzipped or not) or, for `-`, on the
 * standard input.
 *
 * Fails with `InvalidInput` for what the file holds, and where it has no rows, and with `FileProblem` where it cannot be
 * read. With `noHeader` (default false) the first line of a csv file is a row.
 */
export const readRawTable = Effect.fn("readRawTable")(function*(
  pathOrDash: string,
  options: { readonly noHeader?: boolean | undefined } = {}
): Effect.fn.Return<RawTable, InvalidInput | FileProblem, FileSystem | Stdio> {
  const { format, source } = yield* readWithFormat(pathOrDash, formats, undefined)
  const { sha256 } = source
  const cells = yield* rawRows(source, format as RawFormat, options.noHeader ?? false)
  if (cells.rows.length > 0) return { ...cells, sha256 }
  return yield* decoding(source.path, () => {
    throw new Malformed("the file has no rows of data", "a pool needs at least one item", { reason: "Empty" })
  })
})
