/**
 * Parquet files, one row group after the other.
 */
import * as Effect from "effect/Effect"
import { parquetMetadataAsync, type ParquetScan, parquetScan, parquetSchema, type SchemaTree } from "hyparquet"
import { compressors } from "hyparquet-compressors"
import { decoding, type InvalidInput, Malformed, toInvalidInput } from "./errors.ts"
import { findId, type PlanOptions } from "./plan.ts"
import type { Source } from "./source.ts"
import { makeTable, type Table, type TableOptions } from "./table.ts"

const unreadable = (error: unknown): unknown => {
  if (!(error instanceof Error)) return error
  return new Malformed(`not a readable parquet file (${error.message})`, "copy it or write it again")
}

/** What hyparquet does with the file: whatever it throws is the file's fault. */
const reading = <A>(path: string, read: () => Promise<A>): Effect.Effect<A, InvalidInput> =>
  Effect.tryPromise({ try: read, catch: unreadable }).pipe(Effect.catch(toInvalidInput(path)))

const isListColumn = ({ children, element }: SchemaTree): boolean =>
  element.repetition_type === "REPEATED" || (children.length > 0 && element.converted_type === "LIST") ||
  element.logical_type?.type === "LIST"

/** Where there is a list column, only it and the ids are read; `true` for each column to read. */
const columnsToRead = (
  schema: SchemaTree,
  names: ReadonlyArray<string>,
  options: PlanOptions
): ReadonlyArray<boolean> => {
  const id = findId(names, options)
  const lists = schema.children.map(isListColumn)
  const anyList = lists.some((list, i) => list && i !== id)
  return lists.map((list, i) => !anyList || list || i === id)
}

const open = (source: Source) =>
  reading(source.path, async () => {
    const { bytes } = source
    const file = { byteLength: bytes.length, slice: (start: number, end?: number) => bytes.slice(start, end).buffer }
    const metadata = await parquetMetadataAsync(file)
    return { schema: parquetSchema(metadata), scan: await parquetScan({ file, metadata, compressors }) }
  })

type Range = ParquetScan["ranges"][number]

const NOT_READ = Promise.resolve<ReadonlyArray<unknown>>([])

/** The columns of one row group; a column that is not needed is empty. */
const readGroup = (scan: ParquetScan, names: ReadonlyArray<string>, wanted: ReadonlyArray<boolean>, range: Range) =>
  Promise.all(
    names.map((column, i): Promise<ArrayLike<unknown>> => wanted[i] ? scan.readColumn({ column, ...range }) : NOT_READ)
  )

/**
 * The table in a parquet file (any compression that hyparquet-compressors knows).
 *
 * Fails with the row and column for values that are no finite numbers, and for files that are cut short or not parquet.
 */
export const readParquet = Effect.fn("readParquet")(function*(
  source: Source,
  options: Omit<TableOptions, "text">
): Effect.fn.Return<Table, InvalidInput> {
  const { scan, schema } = yield* open(source)
  const names = schema.children.map((column) => column.element.name)
  const wanted = yield* decoding(source.path, () => columnsToRead(schema, names, options))
  const table = makeTable(names, { ...options, text: false })
  for (const range of scan.ranges) {
    const columns = yield* reading(source.path, () => readGroup(scan, names, wanted, range))
    yield* decoding(source.path, () => {
      for (let row = range.rowStart; row < range.rowEnd; row++) {
        table.add(columns.map((column) => column[row - range.rowStart]), { row })
      }
    })
    yield* Effect.yieldNow
  }
  return yield* decoding(source.path, table.finish)
})
