/**
 * Parquet files, one row group after the other.
 */
import * as Effect from "effect/Effect"
import type { UnreadableParquet } from "../index.ts"
import { decoding, InvalidInput } from "./errors.ts"
import { findId, type PlanOptions } from "./plan.ts"
import type { Source } from "./source.ts"
import { makeTable, type Table, type TableOptions } from "./table.ts"

const toInvalidInput = (path: string) => ({ isTooLarge, problem }: UnreadableParquet): InvalidInput =>
  isTooLarge
    ? new InvalidInput({ path, problem, hint: "or split it" })
    : new InvalidInput({ path, problem: `not a readable parquet file (${problem})`, hint: "copy it or write it again" })

/** Where there is a list column, only it and the ids are read; the places of the columns to read. */
const columnsToRead = (
  columns: ReadonlyArray<{ readonly name: string; readonly isList: boolean }>,
  options: PlanOptions
): ReadonlyArray<number> => {
  const id = findId(columns.map(({ name }) => name), options)
  const anyList = columns.some(({ isList }, i) => isList && i !== id)
  return columns.flatMap(({ isList }, i) => !anyList || isList || i === id ? [i] : [])
}

/**
 * The table in a parquet file (any compression that hyparquet-compressors knows). Takes the bytes: they are empty afterwards.
 *
 * Fails with the row and column for values that are no finite numbers, and for files that are cut short, damaged, not
 * parquet, or that come to more than is allowed; see `openParquet`.
 */
export const readParquet = Effect.fn("readParquet")(function*(
  { bytes, path }: Source,
  options: Omit<TableOptions, "text">
): Effect.fn.Return<Table, InvalidInput> {
  const { openParquet } = yield* Effect.promise(() => import("../index.ts"))
  const toError = toInvalidInput(path)
  return yield* Effect.scoped(Effect.gen(function*() {
    const { columns: all, ranges, read } = yield* Effect.mapError(openParquet({ bytes }), toError)
    const names = all.map(({ name }) => name)
    const wanted = yield* decoding(path, () => columnsToRead(all, options))
    const table = makeTable(names, { ...options, text: false })
    for (const range of ranges) {
      const columns = yield* Effect.mapError(read(range, wanted), toError)
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
