/** Tables in parquet files, one row group after the other. */
import * as Effect from "effect/Effect"
import { DatasetError, mismatch } from "../errors.ts"
import { openParquet, type UnreadableParquet } from "../parquet/file.ts"
import type { TableOptions } from "./plan.ts"
import { makeRows } from "./rows.ts"

const toDatasetError = (path: string) => (error: UnreadableParquet): DatasetError => {
  const { code, isTooLarge, problem } = error
  if (code !== undefined) return new DatasetError({ reason: { _tag: "Unreadable", path, cause: error } })
  return mismatch([path], isTooLarge ? problem : `this is no whole parquet file (${problem}); copy or write it again`)
}

/** A thrown `DatasetError` as a failure. */
const trying = <A>(path: string, body: () => A): Effect.Effect<A, DatasetError> =>
  Effect.try({
    try: body,
    catch: (thrown) => thrown instanceof DatasetError ? thrown : mismatch([path], String(thrown))
  })

/** The rows of a parquet file, in any usual compression. Fails with {@link DatasetError}, which names the row. */
export const readParquetRows = Effect.fnUntraced(function*(path: string, options: TableOptions) {
  const toError = toDatasetError(path)
  const { columns: all, ranges, read } = yield* Effect.mapError(openParquet({ path }), toError)
  const rows = makeRows(path, all.map(({ name }) => name), options), places = all.map((_, place) => place)
  for (const range of ranges) {
    const columns = yield* Effect.mapError(read(range, places), toError)
    yield* trying(path, () => {
      for (let row = range.rowStart; row < range.rowEnd; row++) {
        rows.add(columns.map((column) => column[row - range.rowStart]), `row ${row}`)
      }
    })
  }
  return yield* trying(path, rows.finish)
}, Effect.scoped)
