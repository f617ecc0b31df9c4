/** As much of Thrift's compact protocol as the headers of parquet's pages need: whole numbers, and what is passed over. */

/** The whole numbers and structures of a structure, by their ids. */
export interface Struct {
  readonly numbers: ReadonlyMap<number, number>
  readonly structs: ReadonlyMap<number, Struct>
  /** Where it ends. */
  readonly end: number
}

const STOP = 0, TRUE = 1, FALSE = 2, BYTE = 3, I16 = 4, I32 = 5, I64 = 6, DOUBLE = 7, BINARY = 8, LIST = 9, SET = 10
const STRUCT = 12, DEEPEST = 16

interface Reader {
  readonly view: DataView
  at: number
}

/** An unsigned number of seven bits a byte; beyond 2^53 it loses bits, which no header has. */
const varint = (reader: Reader): number => {
  let value = 0
  for (let scale = 1; scale < 2 ** 70; scale *= 128) {
    const byte = reader.view.getUint8(reader.at++)
    value += (byte & 127) * scale
    if (byte < 128) return value
  }
  throw new RangeError("a number has no end")
}

const zigzag = (value: number): number => value % 2 === 0 ? value / 2 : -(value + 1) / 2

/** Moves on, within the bytes that there are. */
const skip = (reader: Reader, bytes: number): void => {
  reader.at += bytes
  if (!(reader.at <= reader.view.byteLength)) throw new RangeError("a value ends beyond the end")
}

const skipList = (reader: Reader, depth: number): void => {
  const byte = reader.view.getUint8(reader.at++), type = byte & 15
  const size = byte >> 4 === 15 ? varint(reader) : byte >> 4
  // Each element takes a byte at least, truth values in lists too.
  for (let i = 0; i < size; i++) value(reader, type === TRUE || type === FALSE ? BYTE : type, depth)
}

const value = (reader: Reader, type: number, depth: number): number | Struct | undefined => {
  if (type === TRUE || type === FALSE) return type === TRUE ? 1 : 0
  if (type === I16 || type === I32 || type === I64) return zigzag(varint(reader))
  if (type === STRUCT) return struct(reader, depth + 1)
  if (type === BYTE) skip(reader, 1)
  else if (type === DOUBLE) skip(reader, 8)
  else if (type === BINARY) skip(reader, varint(reader))
  else if (type === LIST || type === SET) skipList(reader, depth + 1)
  else throw new RangeError(`a field of the unknown type ${type}`)
  return undefined
}

const struct = (reader: Reader, depth: number): Struct => {
  if (depth > DEEPEST) throw new RangeError("structures are nested too deep")
  const numbers = new Map<number, number>(), structs = new Map<number, Struct>()
  for (let id = 0;;) {
    const byte = reader.view.getUint8(reader.at++), type = byte & 15
    if (type === STOP) return { numbers, structs, end: reader.at }
    id = byte >> 4 === 0 ? zigzag(varint(reader)) : id + (byte >> 4)
    const found = value(reader, type, depth)
    if (typeof found === "number") numbers.set(id, found)
    else if (found !== undefined) structs.set(id, found)
  }
}

/** The structure that begins at a byte. Throws a `RangeError` where it is none. */
export const readStruct = (view: DataView, at: number): Struct => struct({ view, at }, 0)
