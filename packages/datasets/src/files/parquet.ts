/**
 * Parquet and Arrow files, one row group or batch after the other.
 */
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import type { ParquetFile } from "../parquet/file.ts"
import type { Column } from "../parquet/messages.ts"
import type { UnreadableParquet } from "../parquet/unreadable.ts"
import { decoding, InvalidInput } from "./errors.ts"
import { isList, type Plan, planColumns } from "./plan.ts"
import type { Source } from "./source.ts"
import { makeTable, type Table, type TableOptions } from "./table.ts"

/** What is wrong with a parquet file, as the error of the file at `path`; `what` is what it should be. */
export const toInvalidInput = (path: string, what: string) => ({ problem, reason }: UnreadableParquet): InvalidInput =>
  reason._tag === "TooLarge"
    ? new InvalidInput({
      path,
      problem,
      hint: "or split it",
      reason: "TooLarge",
      value: reason.promised,
      expected: reason.allowed.bytes
    })
    : new InvalidInput({
      path,
      problem: `not a readable ${what} file (${problem})`,
      hint: "copy it or write it again",
      reason: "Format",
      expected: what
    })

/** Which columns hold lists by the schema, or by what is in the first row: lists may be written as JSON. */
const listsOf = (columns: ReadonlyArray<{ readonly isList: boolean }>, first: ReadonlyArray<unknown>) =>
  new Set(columns.flatMap((column, i) => column.isList || isList(first[i]) ? [i] : []))

/** The places of the columns to read: no others are. */
const columnsToRead = (
  { groups, id, label, list, numeric, split }: Plan,
  { answers = false, parts = answers }: Omit<TableOptions, "text">
): ReadonlyArray<number> => {
  const companions = [...(answers ? [label] : []), ...(parts ? [split] : [])]
  const places = [id, list, ...numeric, ...groups, ...companions].filter((place) => place >= 0)
  return [...new Set(places)].toSorted((a, b) => a - b)
}

/** Rows that are read together, in the row group that they are in. */
export type Piece = ParquetFile["pieces"][number]

/** How the rows of a file are read. */
export interface RowsAsked<E> extends Omit<TableOptions, "text"> {
  readonly path: string
  /** What the file should be. */
  readonly what: "parquet" | "Arrow"
  /** Which rows: one piece after the other. */
  readonly pieces: ReadonlyArray<Piece>
  /** What is done after each piece, while the next one is decoded; default nothing, and the next is decoded afterwards. */
  readonly after?: ((rows: number) => Effect.Effect<void, E>) | undefined
}

const planned = (columns: ReadonlyArray<Column>, first: ReadonlyArray<unknown>, options: Omit<TableOptions, "text">) =>
  planColumns(columns.map(({ name }) => name), listsOf(columns, first), {
    ...options,
    classed: columns.flatMap(({ isClasses, name }) => isClasses === true ? [name] : [])
  })

/** The places of the columns that are read of a file, as far as its schema tells; all that a look at the first row leaves is among them. */
export const askedOf = (columns: ReadonlyArray<Column>, path: string, options: Omit<TableOptions, "text">) =>
  decoding(path, () => columnsToRead(planned(columns, [], options), options))

/** The rows of a file in a table, piece after piece. */
export const readPieces = Effect.fnUntraced(function*<E = never>(
  { columns: all, read }: Pick<ParquetFile, "columns" | "read">,
  { after, path, pieces, what, ...options }: RowsAsked<E>
) {
  const names = all.map(({ name }) => name), asked = yield* askedOf(all, path, options)
  const get = ({ range, within }: Piece, places: ReadonlyArray<number>) =>
    Effect.mapError(read(range, places, within), toInvalidInput(path, what))
  const firstRows = pieces.length === 0 ? [] : yield* get(pieces[0]!, asked)
  const first: Array<unknown> = names.map(() => undefined)
  asked.forEach((place, i) => first[place] = firstRows[i]?.[0])
  const plan = yield* decoding(path, () => planned(all, first, options))
  const wanted = columnsToRead(plan, options)
  const table = makeTable(names, { ...options, plan, text: false })
  // What is wanted in the end was asked for at first.
  let columns = wanted.map((place) => firstRows[asked.indexOf(place)]!)
  for (const [at, { range }] of pieces.entries()) {
    const next = pieces[at + 1]
    const coming = next === undefined ? undefined : get(next, wanted)
    const ahead = coming === undefined || after === undefined ? coming : Fiber.join(yield* Effect.forkChild(coming))
    yield* decoding(path, () => {
      for (let row = range.rowStart; row < range.rowEnd; row++) {
        const values: Array<unknown> = names.map(() => undefined)
        wanted.forEach((place, i) => values[place] = columns[i]![row - range.rowStart])
        table.add(values, { row })
      }
    })
    yield* after === undefined ? Effect.yieldNow : after(range.rowEnd - range.rowStart)
    columns = ahead === undefined ? [] : [...yield* ahead]
  }
  return yield* decoding(path, table.finish)
})

/**
 * The table in a parquet file (any compression that hyparquet-compressors knows), or in one of Arrow's (lz4 and zstd). Takes the bytes: they are empty afterwards.
 *
 * Fails with the row and column for values that are no finite numbers, and for files that are cut short, damaged, not
 * parquet, or that come to more than is allowed; see `openParquet`.
 */
export const readParquet = Effect.fn("readParquet")(function*(
  { bytes, path }: Source,
  options: Omit<TableOptions, "text">,
  what: "parquet" | "Arrow" = "parquet"
): Effect.fn.Return<Table, InvalidInput> {
  const { openParquet } = yield* Effect.promise(() => import("../parquet/file.ts"))
  return yield* Effect.scoped(Effect.gen(function*() {
    const file = yield* Effect.mapError(openParquet({ bytes }), toInvalidInput(path, what))
    const pieces = file.ranges.map((range) => ({ range, within: range }))
    return yield* readPieces(file, { ...options, path, pieces, what })
  }))
})
