/**
 * Parquet and Arrow files, one row group or batch after the other.
 */
import * as Effect from "effect/Effect"
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
  const toError = toInvalidInput(path, what)
  return yield* Effect.scoped(Effect.gen(function*() {
    const { columns: all, ranges, read } = yield* Effect.mapError(openParquet({ bytes }), toError)
    const names = all.map(({ name }) => name)
    const classed = all.flatMap(({ isClasses, name }) => isClasses === true ? [name] : [])
    const planned = (first: ReadonlyArray<unknown>) =>
      decoding(path, () => planColumns(names, listsOf(all, first), { ...options, classed }))
    const asked = columnsToRead(yield* planned([]), options)
    const firstRows = ranges.length === 0 ? [] : yield* Effect.mapError(read(ranges[0]!, asked), toError)
    const first: Array<unknown> = names.map(() => undefined)
    asked.forEach((place, i) => first[place] = firstRows[i]?.[0])
    const plan = yield* planned(first)
    const wanted = columnsToRead(plan, options)
    const table = makeTable(names, { ...options, plan, text: false })
    for (const range of ranges) {
      // What is wanted in the end was asked for at first.
      const columns = range === ranges[0]
        ? wanted.map((place) => firstRows[asked.indexOf(place)]!)
        : yield* Effect.mapError(read(range, wanted), toError)
      yield* decoding(path, () => {
        for (let row = range.rowStart; row < range.rowEnd; row++) {
          const values: Array<unknown> = names.map(() => undefined)
          wanted.forEach((place, i) => values[place] = columns[i]![row - range.rowStart])
          table.add(values, { row })
        }
      })
      yield* Effect.yieldNow
    }
    return yield* decoding(path, table.finish)
  }))
})
