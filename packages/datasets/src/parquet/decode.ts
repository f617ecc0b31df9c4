/** Decoding parquet, in whatever thread: the library is hyparquet. */
import {
  type AsyncBuffer,
  asyncBufferFromFile,
  type FileMetaData,
  parquetMetadataAsync,
  type ParquetScan,
  parquetScan,
  parquetSchema,
  type SchemaTree
} from "hyparquet"
import { compressors } from "hyparquet-compressors"
import { isArrow } from "../files/format.ts"
import { openArrow } from "./arrow.ts"
import { checkMetadata, placeOf } from "./check.ts"
import type { Decoder, Input, Packed, Range } from "./messages.ts"
import { pack } from "./pack.ts"
import { checkPages } from "./pages.ts"

const isListColumn = ({ children, element }: SchemaTree): boolean =>
  element.repetition_type === "REPEATED" || (children.length > 0 && element.converted_type === "LIST") ||
  element.logical_type?.type === "LIST"

const bufferOf = async (input: Input) => {
  if ("path" in input) return await asyncBufferFromFile(input.path)
  const { bytes } = input
  return { byteLength: bytes.length, slice: (start: number, end?: number) => bytes.slice(start, end).buffer }
}

/** Every column of the file, page by page. */
const checkColumns = async (file: AsyncBuffer, { row_groups }: FileMetaData): Promise<void> => {
  for (const { columns } of row_groups) {
    for (const { meta_data: chunk } of columns) {
      const { start, size } = placeOf(chunk!)
      const bytes = new Uint8Array(await file.slice(start, start + size))
      checkPages(bytes, { values: Number(chunk!.num_values), unpacked: Number(chunk!.total_uncompressed_size) })
    }
  }
}

const readColumns = async (scan: ParquetScan, { rowEnd, rowStart }: Range, columns: ReadonlyArray<string>) => {
  const packed: Array<Packed> = []
  for (const column of columns) {
    const values = await scan.readColumn({ column, rowStart, rowEnd })
    if (values.length !== rowEnd - rowStart) {
      throw new Error(`a column has ${values.length} values for ${rowEnd - rowStart} rows`)
    }
    packed.push(pack(values))
  }
  return packed
}

/** Opens a file and checks what it says of itself. Throws what is wrong. */
export const open = async (input: Input): Promise<Decoder> => {
  const file = await bufferOf(input)
  if (isArrow(new Uint8Array(await file.slice(0, 8)))) {
    return openArrow(new Uint8Array(await file.slice(0, file.byteLength)))
  }
  const metadata = await parquetMetadataAsync(file)
  const promised = checkMetadata(metadata, file.byteLength)
  await checkColumns(file, metadata)
  const columns = parquetSchema(metadata).children.map((column) => ({
    name: column.element.name,
    isList: isListColumn(column)
  }))
  const scan = await parquetScan({ file, metadata, compressors })
  const ranges = scan.ranges.map(({ rowEnd, rowStart }) => ({ rowStart, rowEnd }))
  return {
    opened: { columns, ranges, fileBytes: file.byteLength, promised },
    read: (range, wanted) => readColumns(scan, range, wanted)
  }
}
