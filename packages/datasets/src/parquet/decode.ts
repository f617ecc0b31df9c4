/** Decoding parquet, in whatever thread: the library is hyparquet. */
import {
  type AsyncBuffer,
  type FileMetaData,
  parquetMetadataAsync,
  type ParquetScan,
  parquetScan,
  parquetSchema,
  type SchemaTree
} from "hyparquet"
import { compressors } from "hyparquet-compressors"
import { closeSync, fstatSync, openSync, readSync } from "node:fs"
import { isArrow } from "../files/format.ts"
import { openArrow } from "./arrow.ts"
import { checkMetadata, mostByColumn, placeOf } from "./check.ts"
import { classesOf, type Features, featuresIn } from "./features.ts"
import type { Column, Decoder, Input, Packed, Pages, Range } from "./messages.ts"
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

/** Bytes that are read at once; the length of a read has 32 bits. */
const PIECE = 2 ** 28

/** The file that is open in this thread. */
let opened: number | undefined

/** Closes the file that was opened last. */
export const close = (): void => {
  if (opened !== undefined) closeSync(opened)
  opened = undefined
}

/** A file that stays open until the next one is, so that it is the same from its first byte to its last. */
const fileAt = (path: string): AsyncBuffer => {
  const file = opened = openSync(path, "r"), { size: byteLength } = fstatSync(file)
  return {
    byteLength,
    slice: (start, end = byteLength) => {
      const bytes = new Uint8Array(Math.max(0, Math.min(end, byteLength) - start))
      for (let at = 0; at < bytes.length;) {
        const count = readSync(file, bytes, at, Math.min(PIECE, bytes.length - at), start + at)
        if (count === 0) throw new Error("it was cut short while it was read")
        at += count
      }
      return bytes.buffer
    }
  }
}

const bufferOf = (input: Input): AsyncBuffer => {
  if ("path" in input) return fileAt(input.path)
  const { bytes } = input
  return {
    byteLength: bytes.length,
    slice: (start: number, end?: number) => new Uint8Array(bytes.subarray(start, end)).buffer
  }
}

type Groups = FileMetaData["row_groups"]

/** The columns of these row groups, page by page: those of some names, or all. */
const checkColumns = async (file: AsyncBuffer, groups: Groups, names?: ReadonlySet<string>): Promise<void> => {
  for (const { columns } of groups) {
    for (const { meta_data: chunk } of columns) {
      if (names?.has(chunk!.path_in_schema[0]!) === false) continue
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
  within: Range,
  columns: ReadonlyArray<string>,
  { classes }: Features
) => {
  const packed: Array<Packed> = []
  for (const column of columns) {
    // All of it: what was read last is kept, and rows are taken from there.
    await readCells(scan, within, column)
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

/** Looks through the pages of a row group's columns before they are read first. */
const looking = (file: AsyncBuffer, { row_groups }: FileMetaData, ranges: ReadonlyArray<Range>) => {
  let seen = -1
  return async ({ rowStart }: Range, columns: ReadonlyArray<string>): Promise<void> => {
    const at = ranges.findIndex((range) => range.rowStart === rowStart)
    if (at === seen || at < 0) return
    await checkColumns(file, [row_groups.filter(({ num_rows: rows }) => Number(rows) > 0)[at]!], new Set(columns))
    seen = at
  }
}

/** Opens a file and checks what it says of itself, and of its pages as many as `pages` says. Throws what is wrong. */
export const open = async (input: Input, pages: Pages = "all"): Promise<Decoder> => {
  close()
  const file = bufferOf(input)
  if (isArrow(new Uint8Array(await file.slice(0, 8)))) {
    if (pages === "read") throw new Error("it is one of Arrow's, of which no part is read alone")
    return openArrow(new Uint8Array(await file.slice(0, file.byteLength)))
  }
  const metadata = await parquetMetadataAsync(file), features = said(metadata)
  const promised = checkMetadata(metadata, file.byteLength)
  if (pages === "all") await checkColumns(file, metadata.row_groups)
  const columns = parquetSchema(metadata).children.map((column) => columnOf(column, features))
  const scan = await parquetScan({ file, metadata, compressors })
  const ranges = scan.ranges.map(({ rowEnd, rowStart }) => ({ rowStart, rowEnd }))
  const byName = mostByColumn(metadata), most = columns.map(({ name }) => byName.get(name) ?? 0)
  const look = pages === "read" ? looking(file, metadata, ranges) : async () => {}
  return {
    opened: { columns, ranges, fileBytes: file.byteLength, promised, most },
    read: async (range, within, wanted) => {
      await look(within, wanted)
      return await readColumns(scan, range, within, wanted, features)
    },
    readFiles: filesIn(file, metadata)
  }
}
