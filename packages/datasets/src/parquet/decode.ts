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
import { classesOf, type Features, featuresIn } from "./features.ts"
import type { Column, Decoder, Input, Packed, Range } from "./messages.ts"
import { packFiles } from "./pack-files.ts"
import { pack } from "./pack.ts"
import { checkPages } from "./pages.ts"

const isListColumn = ({ children, element }: SchemaTree): boolean =>
  element.repetition_type === "REPEATED" || (children.length > 0 && element.converted_type === "LIST") ||
  element.logical_type?.type === "LIST"

/** Bytes that are not said to be text or anything else. */
const isBytes = ({ children, element }: SchemaTree): boolean =>
  children.length === 0 && element.type === "BYTE_ARRAY" && element.converted_type === undefined &&
  element.logical_type === undefined && element.repetition_type !== "REPEATED"

const columnOf = (tree: SchemaTree, { classes, images }: Features): Column => {
  const { children, element: { name } } = tree
  const bytes = children.find((child) => child.element.name === "bytes")
  const isImage = (bytes !== undefined && isBytes(bytes)) || (isBytes(tree) && images.has(name))
  const holds = isImage ? "image" : isBytes(tree) ? "bytes" : undefined
  return {
    name,
    isList: isListColumn(tree),
    ...(holds === undefined ? {} : { holds }),
    ...(classes.has(name) && children.length === 0 ? { isClasses: true } : {})
  }
}

const bufferOf = async (input: Input) => {
  if ("path" in input) return await asyncBufferFromFile(input.path)
  const { bytes } = input
  return {
    byteLength: bytes.length,
    slice: (start: number, end?: number) => new Uint8Array(bytes.subarray(start, end)).buffer
  }
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

const readCells = async (scan: ParquetScan, { rowEnd, rowStart }: Range, column: string) => {
  const values = await scan.readColumn({ column, rowStart, rowEnd })
  if (values.length === rowEnd - rowStart) return values
  throw new Error(`a column has ${values.length} values for ${rowEnd - rowStart} rows`)
}

const readColumns = async (
  scan: ParquetScan,
  range: Range,
  columns: ReadonlyArray<string>,
  { classes }: Features
) => {
  const packed: Array<Packed> = []
  for (const column of columns) {
    const values = await readCells(scan, range, column), names = classes.get(column)
    packed.push(pack(names === undefined ? values : classesOf(values, names)))
  }
  return packed
}

/** Whether the file says where the pages of a column lie, so that some of them can be read. */
const hasIndex = ({ row_groups }: FileMetaData, column: string): boolean =>
  row_groups.every(({ columns }) =>
    columns.every(({ meta_data: chunk, offset_index_offset }) =>
      chunk?.path_in_schema[0] !== column || offset_index_offset !== undefined
    )
  )

/** Cells as bytes, which are text otherwise. Some rows are read alone where the file says where they are, else kept for the next. */
const filesIn = (file: AsyncBuffer, metadata: FileMetaData): Decoder["readFiles"] => {
  let scan: Promise<ParquetScan> | undefined
  return async (range, within, column) => {
    const own = await (scan ??= parquetScan({ file, metadata, compressors, utf8: false }))
    if (!hasIndex(metadata, column)) await own.readColumn({ column, ...within })
    return packFiles(await readCells(own, range, column))
  }
}

const said = ({ key_value_metadata: pairs = [] }: FileMetaData): Features =>
  featuresIn(pairs.find(({ key }) => key === "huggingface")?.value)

/** Opens a file and checks what it says of itself; with `look`, without its pages. Throws what is wrong. */
export const open = async (input: Input, look = false): Promise<Decoder> => {
  const file = await bufferOf(input)
  if (isArrow(new Uint8Array(await file.slice(0, 8)))) {
    return openArrow(new Uint8Array(await file.slice(0, file.byteLength)))
  }
  const metadata = await parquetMetadataAsync(file), features = said(metadata)
  const promised = checkMetadata(metadata, file.byteLength)
  if (!look) await checkColumns(file, metadata)
  const columns = parquetSchema(metadata).children.map((column) => columnOf(column, features))
  const scan = await parquetScan({ file, metadata, compressors })
  const ranges = scan.ranges.map(({ rowEnd, rowStart }) => ({ rowStart, rowEnd }))
  return {
    opened: { columns, ranges, fileBytes: file.byteLength, promised },
    read: (range, wanted) => readColumns(scan, range, wanted, features),
    readFiles: filesIn(file, metadata)
  }
}
