/**
 * Decoding Arrow's files and streams (Feather's second version is such a file), in whatever thread; the library is
 * flechette. Buffers packed by lz4 and zstd are unpacked here.
 */
import {
  CompressionType,
  type DataType,
  type Field,
  setCompressionCodec,
  type Table,
  tableFromIPC,
  Type
} from "@uwdata/flechette"
import { zstdDecompressSync } from "node:zlib"
import { classesOf, type Features, featuresIn } from "./features.ts"
import { lz4Frame } from "./lz4-frame.ts"
import type { Column, Decoder, Range } from "./messages.ts"
import { packFiles } from "./pack-files.ts"
import { pack } from "./pack.ts"

type Decode = (bytes: Uint8Array, size: number) => Uint8Array

/** The library asks one pair of functions for all files; it does so while a table is made, at once. */
const withCodecs = (lz4: Decode, zstd: Decode, bytes: Uint8Array): Table => {
  const encode = (): never => {
    throw new Error("nothing is packed here")
  }
  setCompressionCodec(CompressionType.LZ4_FRAME, { encode, decode: lz4 as never })
  setCompressionCodec(CompressionType.ZSTD, { encode, decode: zstd as never })
  return tableFromIPC(bytes, { useBigInt: true, useDate: true })
}

/** The table's form alone, and how many bytes its packed buffers come to. */
const promisedBy = (bytes: Uint8Array): { readonly table: Table; readonly promised: number } => {
  let promised = bytes.length
  const count: Decode = (_, size) => {
    promised += size >= 0 ? size : Infinity
    return new Uint8Array(0)
  }
  const table = withCodecs(count, count, bytes)
  return { table, promised }
}

const unpackZstd: Decode = (bytes, size) => {
  const unpacked = zstdDecompressSync(bytes, { maxOutputLength: Math.max(1, size) })
  if (unpacked.length !== size) throw new Error(`zstd: it comes to ${unpacked.length} bytes and not to ${size}`)
  // Where numbers lie has to be a multiple of their size.
  return Uint8Array.from(unpacked)
}

const LISTS: ReadonlySet<number> = new Set([
  Type.List,
  Type.LargeList,
  Type.FixedSizeList,
  Type.ListView,
  Type.LargeListView
])

const isBytes = ({ typeId }: DataType): boolean =>
  typeId === Type.Binary || typeId === Type.LargeBinary || typeId === Type.BinaryView

const hasFiles = (type: DataType): boolean =>
  "children" in type && type.typeId === Type.Struct &&
  (type.children as ReadonlyArray<Field>).some(({ name, type: inner }) => name === "bytes" && isBytes(inner))

const toColumn = ({ name, type }: Field, { classes, images }: Features): Column => {
  const holds = hasFiles(type) || (isBytes(type) && images.has(name)) ? "image" : isBytes(type) ? "bytes" : undefined
  return {
    name,
    isList: LISTS.has(type.typeId),
    ...(holds === undefined ? {} : { holds }),
    ...(classes.has(name) ? { isClasses: true } : {})
  }
}

/** The batches of a table, which are the same for all columns; each row takes a bit at least somewhere. */
const rangesOf = ({ children }: Table, promised: number): ReadonlyArray<Range> => {
  const ends: Array<Range> = []
  for (const { length } of children[0]?.data ?? []) {
    const rowStart = ends.at(-1)?.rowEnd ?? 0
    if (!Number.isSafeInteger(length) || length < 0) throw new Error(`a batch is of ${length} rows`)
    ends.push({ rowStart, rowEnd: rowStart + length })
  }
  const rows = ends.at(-1)?.rowEnd ?? 0
  if (rows > 8 * promised) throw new Error(`it is of ${rows} rows in ${promised} bytes`)
  const shape = (at: number) => children[at]!.data.map(({ length }) => length).join()
  const other = children.findIndex((_, at) => shape(at) !== shape(0))
  if (other >= 0) throw new Error("its columns are not of the same rows")
  return ends
}

/** Views of large memory would take all of it along to the other thread. */
const plain = (value: unknown): unknown =>
  ArrayBuffer.isView(value) && !(value instanceof Float32Array || value instanceof Float64Array)
    ? Array.from(value as typeof value & Iterable<unknown>)
    : value

const cellsOf = (table: Table, name: string, batch: number): ReadonlyArray<unknown> => {
  const values = table.getChild(name).data[batch]!
  return Array.from({ length: values.length }, (_, row) => values.at(row) as unknown)
}

const columnOf = (table: Table, name: string, batch: number, { classes }: Features): ReadonlyArray<unknown> => {
  const values = cellsOf(table, name, batch).map(plain), names = classes.get(name)
  return names === undefined ? values : classesOf(values, names)
}

/** Opens the bytes of a file and looks at what it says of itself; nothing is unpacked before it is read. Throws what is wrong. */
export const openArrow = (bytes: Uint8Array): Decoder => {
  const { promised, table } = promisedBy(bytes)
  const ranges = rangesOf(table, promised)
  const { fields, metadata } = table.schema, features = featuresIn(metadata?.get("huggingface"))
  let whole: Table | undefined
  const all = () => whole ??= withCodecs(lz4Frame, unpackZstd, bytes)
  const batchOf = (range: Range) => ranges.findIndex(({ rowStart }) => rowStart === range.rowStart)
  return {
    opened: {
      columns: fields.map((field) => toColumn(field, features)),
      ranges,
      fileBytes: bytes.length,
      promised,
      most: fields.map(() => promised)
    },
    read: ({ rowEnd, rowStart }, within, wanted) => {
      const rows = [rowStart - within.rowStart, rowEnd - within.rowStart] as const
      return Promise.resolve(
        wanted.map((name) => pack(columnOf(all(), name, batchOf(within), features).slice(...rows)))
      )
    },
    readFiles: (range, within, name) => {
      const cells = cellsOf(all(), name, batchOf(within)), from = range.rowStart - within.rowStart
      return Promise.resolve(packFiles(cells.slice(from, from + range.rowEnd - range.rowStart)))
    }
  }
}
