/** Whether what a parquet file says of itself can be true, before anything is decoded. */
import type { FileMetaData } from "hyparquet"

type Group = FileMetaData["row_groups"][number]
type Chunk = NonNullable<Group["columns"][number]["meta_data"]>

const refuse = (problem: string): never => {
  throw new Error(problem)
}

/** A count or size from 0; hyparquet gives those of 64 bits as bigints. */
const natural = (value: bigint | number | undefined, what: string): number => {
  const number = Number(value ?? NaN)
  return Number.isSafeInteger(number) && number >= 0 ? number : refuse(`${what} is ${String(value)}`)
}

/** Where a column lies in the file. */
export const placeOf = (chunk: Chunk): { readonly start: number; readonly size: number } => {
  const size = natural(chunk.total_compressed_size, "the size of a column")
  const starts = [chunk.data_page_offset, chunk.dictionary_page_offset].filter((start) => start !== undefined)
  return { start: Math.min(...starts.map((at) => natural(at, "the place of a column"))), size }
}

const checkPlace = (chunk: Chunk, byteLength: number): void => {
  const { size, start } = placeOf(chunk)
  if (!(start + size <= byteLength)) refuse(`a column ends at byte ${start + size} and the file at byte ${byteLength}`)
}

/** What the values of a column come to at 8 bytes each, or its pages unpacked, whichever is more. */
const bytesOf = ({ num_values: values, total_uncompressed_size: unpacked }: Chunk): number =>
  Math.max(
    8 * natural(values, "the number of a column's values"),
    natural(unpacked, "the unpacked size of a column")
  )

const promisedBy = (chunk: Chunk, rows: number, isFlat: boolean, byteLength: number): number => {
  checkPlace(chunk, byteLength)
  const values = natural(chunk.num_values, "the number of a column's values")
  if (values < rows || (isFlat && values !== rows)) refuse(`a column has ${values} values for ${rows} rows`)
  return bytesOf(chunk)
}

const promisedByGroup = ({ columns, num_rows }: Group, flat: ReadonlySet<string>, byteLength: number): number => {
  const rows = natural(num_rows, "the number of a row group's rows")
  return columns.reduce((sum, { meta_data: chunk }) => {
    if (chunk === undefined) return refuse("a column is in another file, or encrypted")
    return sum + promisedBy(chunk, rows, flat.has(chunk.path_in_schema.join("\0")), byteLength)
  }, 0)
}

/** The columns at the top that hold one value a row, by their paths. */
const flatColumns = ({ schema }: FileMetaData): ReadonlySet<string> => {
  const [root, ...rest] = schema
  const isPlain = root !== undefined && rest.length === (root.num_children ?? 0)
  const leaves = isPlain ? rest.filter((element) => element.repetition_type !== "REPEATED") : []
  return new Set(leaves.map(({ name }) => name))
}

/**
 * What the values come to at 8 bytes each, or the pages unpacked, whichever is more. Throws an `Error` for counts, sizes and
 * places that cannot be: negative ones, rows that are not as many as the row groups', columns beyond the file's end.
 */
export const checkMetadata = (metadata: FileMetaData, byteLength: number): number => {
  const flat = flatColumns(metadata)
  const promised = metadata.row_groups.map((group) => promisedByGroup(group, flat, byteLength))
  const rows = metadata.row_groups.reduce((sum, group) => sum + Number(group.num_rows), 0)
  const stated = natural(metadata.num_rows, "the number of rows")
  if (rows !== stated) refuse(`it says ${stated} rows and its row groups have ${rows}`)
  return promised.reduce((sum, bytes) => sum + bytes, 0)
}

/** What a row group's values come to so at most, by the columns at the top, of metadata that was checked. */
export const mostByColumn = ({ row_groups }: FileMetaData): ReadonlyMap<string, number> => {
  const most = new Map<string, number>()
  for (const { columns } of row_groups) {
    const group = new Map<string, number>()
    for (const { meta_data: chunk } of columns) {
      const name = chunk!.path_in_schema[0]!
      group.set(name, (group.get(name) ?? 0) + bytesOf(chunk!))
    }
    for (const [name, bytes] of group) most.set(name, Math.max(most.get(name) ?? 0, bytes))
  }
  return most
}
