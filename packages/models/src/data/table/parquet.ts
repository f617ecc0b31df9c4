/** Tables in parquet files, one row group after the other. */
import * as Effect from "effect/Effect"
import { asyncBufferFromFile, parquetMetadataAsync, parquetScan, parquetSchema } from "hyparquet"
import { compressors } from "hyparquet-compressors"
import { DatasetError, mismatch } from "../errors.ts"
import type { TableOptions } from "./plan.ts"
import { makeRows } from "./rows.ts"

const toDatasetError = (path: string) => (thrown: unknown): DatasetError => {
  if (thrown instanceof DatasetError) return thrown
  if (thrown instanceof Error && "syscall" in thrown) {
    return new DatasetError({ reason: { _tag: "Unreadable", path, cause: thrown } })
  }
  const why = thrown instanceof Error ? thrown.message : String(thrown)
  return mismatch([path], `this is no whole parquet file (${why}); copy or write it again`)
}

const open = async (path: string) => {
  const file = await asyncBufferFromFile(path)
  const metadata = await parquetMetadataAsync(file)
  const names = parquetSchema(metadata).children.map(({ element }) => element.name)
  return { names, scan: await parquetScan({ file, metadata, compressors }) }
}

/** The rows of a parquet file, in any usual compression. Fails with {@link DatasetError}, which names the row. */
export const readParquetRows = Effect.fnUntraced(function*(path: string, options: TableOptions) {
  const trying = <A>(body: () => Promise<A>) => Effect.tryPromise({ try: body, catch: toDatasetError(path) })
  const { names, scan } = yield* trying(() => open(path))
  const rows = makeRows(path, names, options)
  for (const range of scan.ranges) {
    yield* trying(async () => {
      const columns = await Promise.all(names.map((column) => scan.readColumn({ column, ...range })))
      for (let row = range.rowStart; row < range.rowEnd; row++) {
        rows.add(columns.map((column) => column[row - range.rowStart] as unknown), `row ${row}`)
      }
    })
  }
  return yield* Effect.try({ try: rows.finish, catch: toDatasetError(path) })
})
