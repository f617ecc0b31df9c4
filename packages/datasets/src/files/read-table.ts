/**
 * A table from csv, jsonl, parquet, Arrow or npz.
 */
import * as Effect from "effect/Effect"
import { atText, shown } from "./cell.ts"
import { readCsv } from "./csv.ts"
import { type Delimiter, delimiterName, hasDecimalCommas, writesCommas } from "./dialect.ts"
import { decoding, type InvalidInput, Malformed } from "./errors.ts"
import type { Format } from "./format.ts"
import { type JsonRow, readJsonl } from "./jsonl.ts"
import { readNpzTable } from "./npz-table.ts"
import { readParquet } from "./parquet.ts"
import { type Plan, planTable } from "./plan.ts"
import { roleOfName } from "./role-names.ts"
import type { Source } from "./source.ts"
import { makeTable, type Table, type TableBuilder, type TableOptions } from "./table.ts"

type Options = Omit<TableOptions, "text">

/** What is said of a csv file that is not the usual one. */
const dialectNotes = (delimiter: Delimiter, decimalComma: boolean): ReadonlyArray<string> =>
  delimiter === "," ? [] : [
    `cells are separated by ${delimiterName(delimiter)}${decimalComma ? ", and fractions are written with commas" : ""}`
  ]

const csvTable = Effect.fnUntraced(function*(source: Source, options: Options) {
  let names: ReadonlyArray<string> = [], table: TableBuilder | undefined, decimalComma = false
  const start = (cells: ReadonlyArray<string>): TableBuilder => {
    decimalComma = writesCommas(source.bytes) || hasDecimalCommas(cells)
    return makeTable(names, { ...options, decimalComma, text: true })
  }
  const delimiter = yield* readCsv(source, {
    header: (found) => {
      names = found
    },
    row: (cells, row, line) => (table ??= start(cells)).add(cells, { row, line })
  }, { noHeader: options.noHeader })
  return { table: table ?? makeTable(names, { ...options, text: true }), notes: dialectNotes(delimiter, decimalComma) }
})

/** Whether a key that the first row lacks may be passed over: it is neither a part of the vector nor says whose row it is. */
const isCompanion = (
  key: string,
  { list }: Plan,
  { answers = false, idColumn = "id", labelColumn, parts = answers, splitColumn }: Options
) => {
  if (list < 0 || key === idColumn || key === labelColumn || key === splitColumn) return false
  const role = roleOfName(key)
  return !(role === "id" && key.toLowerCase() === "id") && !(answers && role === "label") &&
    !(parts && role === "split")
}

/** How to put the values of each object in the order of the first one's keys. */
const orderedBy = (first: JsonRow, options: Options) => {
  const names = Object.keys(first)
  const known = new Set(names)
  const plan = planTable(names, names.map((name) => first[name]), options)
  const values = (object: JsonRow, row: number, line: number): ReadonlyArray<unknown> => {
    const extra = Object.keys(object).find((key) => !known.has(key) && !isCompanion(key, plan, options))
    if (extra === undefined) return names.map((name) => object[name])
    const problem = `${atText({ row, line })} has ${shown(extra)}, which the first row has not`
    throw new Malformed(problem, "give every row the same keys", {
      reason: "Unknown",
      row,
      line,
      column: extra,
      value: extra,
      allowed: names
    })
  }
  return { table: makeTable(names, { ...options, plan, text: false }), values }
}

const jsonlTable = Effect.fnUntraced(function*(source: Source, options: Options) {
  let started: ReturnType<typeof orderedBy> | undefined
  yield* readJsonl(source, (object, row, line) => {
    started ??= orderedBy(object, options)
    started.table.add(started.values(object, row, line), { row, line })
  })
  return { table: started?.table, notes: [] }
})

/**
 * The ids and vectors in a file of rows, and with `answers` the labels and splits; which column is what, `roles.ts` says.
 *
 * Fails with {@link InvalidInput}, which names row, line and column.
 */
export const readTable = Effect.fn("readTable")(function*(
  source: Source,
  format: Exclude<Format, "npy">,
  options: Options
): Effect.fn.Return<Table, InvalidInput> {
  if (format === "npz") return yield* readNpzTable(source, options)
  if (format === "arrow") return yield* readParquet(source, options, "Arrow")
  if (format === "parquet") return yield* readParquet(source, options)
  const { notes, table } = yield* format === "csv" ? csvTable(source, options) : jsonlTable(source, options)
  return yield* decoding(source.path, () => {
    if (table === undefined) {
      throw new Malformed("the file is empty", "a pool needs at least one item", { reason: "Empty" })
    }
    const found = table.finish()
    return notes.length === 0 ? found : { ...found, notes: [...notes, ...found.notes] }
  })
})
