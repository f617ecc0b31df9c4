/**
 * A table from csv, jsonl or parquet.
 */
import * as Effect from "effect/Effect"
import { atText, shown } from "./cell.ts"
import { readCsv } from "./csv.ts"
import { decoding, type InvalidInput, Malformed } from "./errors.ts"
import type { Format } from "./format.ts"
import { type JsonRow, readJsonl } from "./jsonl.ts"
import { readParquet } from "./parquet.ts"
import { isList } from "./plan.ts"
import type { Source } from "./source.ts"
import { makeTable, type Table, type TableBuilder, type TableOptions } from "./table.ts"

type Options = Omit<TableOptions, "text">

const csvTable = Effect.fnUntraced(function*(source: Source, options: Options) {
  let table: TableBuilder | undefined
  yield* readCsv(source, {
    header: (names) => {
      table = makeTable(names, { ...options, text: true })
    },
    row: (cells, row, line) => table?.add(cells, { row, line })
  })
  return table
})

/**
 * How to put the values of each object in the order of the first one's keys.
 *
 * Without a list column every key is a part of the vector, so a key that the first row lacks is refused.
 */
const orderedBy = (first: JsonRow) => {
  const names = Object.keys(first)
  const known = new Set(names)
  const strict = !names.some((name) => isList(first[name]))
  const values = (object: JsonRow, row: number, line: number): ReadonlyArray<unknown> => {
    const extra = strict ? Object.keys(object).find((key) => !known.has(key)) : undefined
    if (extra === undefined) return names.map((name) => object[name])
    const problem = `${atText({ row, line })} has ${shown(extra)}, which the first row has not`
    throw new Malformed(problem, "give every row the same keys")
  }
  return { names, values }
}

const jsonlTable = Effect.fnUntraced(function*(source: Source, options: Options) {
  let started: { readonly table: TableBuilder; readonly values: ReturnType<typeof orderedBy>["values"] } | undefined
  yield* readJsonl(source, (object, row, line) => {
    if (started === undefined) {
      const { names, values } = orderedBy(object)
      started = { table: makeTable(names, { ...options, text: false }), values }
    }
    started.table.add(started.values(object, row, line), { row, line })
  })
  return started?.table
})

/**
 * The ids and vectors in a file of rows: the ids are in `idColumn` (default `id` if there is one), the vector is the one
 * list column or all other columns.
 *
 * Fails with {@link InvalidInput}, which names row, line and column.
 */
export const readTable = Effect.fn("readTable")(function*(
  source: Source,
  format: Exclude<Format, "npy">,
  options: Options
): Effect.fn.Return<Table, InvalidInput> {
  if (format === "parquet") return yield* readParquet(source, options)
  const table = yield* format === "csv" ? csvTable(source, options) : jsonlTable(source, options)
  return yield* decoding(source.path, () => {
    if (table === undefined) throw new Malformed("the file is empty", "a pool needs at least one item")
    return table.finish()
  })
})
