/**
 * MATLAB's version 5 files (what `save -v7` writes): numeric arrays, compressed or not. Other kinds of variables are
 * passed over.
 */
import * as Effect from "effect/Effect"
import { inflateSync } from "node:zlib"
import { DatasetError, malformed } from "./errors.ts"

/** A numeric array in MATLAB's order: the first dimension runs fastest. */
export interface MatArray {
  readonly dims: ReadonlyArray<number>
  /** Bytes where the file stores bytes, else every number as a double. */
  readonly data: Uint8Array | Float64Array
}

/** Bytes with what is needed to read and to complain: `base` is where they lie in the file, for messages. */
interface Source {
  readonly view: DataView
  readonly little: boolean
  readonly path: string
  /** The file's offset of the first byte; of the compressed variable where `packed`. */
  readonly base: number
  readonly packed: boolean
}

/** A data element: its type, and where its bytes begin and end. */
interface Element {
  readonly type: number
  readonly from: number
  readonly to: number
  readonly next: number
}

const HEADER = 128, MATRIX = 14, COMPRESSED = 15

const refuse = ({ base, packed, path }: Source, at: number, problem: string): never => {
  throw packed ? malformed(path, base, `in this compressed variable, ${problem}`) : malformed(path, base + at, problem)
}

const sourceOf = (bytes: Uint8Array, of: Omit<Source, "view">): Source => ({
  ...of,
  view: new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
})

const SHORT = "the file was cut short; copy or download it again"

/** The element at an offset; small ones keep up to four bytes inside their tag. */
const elementAt = (source: Source, at: number): Element => {
  const { little, view } = source
  if (at + 8 > view.byteLength) refuse(source, view.byteLength, `an element begins and does not end: ${SHORT}`)
  const word = view.getUint32(at, little), small = word >>> 16
  const type = small > 0 ? word & 0xffff : word
  const size = small > 0 ? small : view.getUint32(at + 4, little)
  const from = small > 0 ? at + 4 : at + 8, to = from + size
  if (small > 4) refuse(source, at, `a small element of ${small} bytes where 4 are the most`)
  if (to > view.byteLength) refuse(source, view.byteLength, `${to - view.byteLength} bytes are missing: ${SHORT}`)
  return { type, from, to, next: small > 0 ? at + 8 : type === COMPRESSED ? to : from + Math.ceil(size / 8) * 8 }
}

type Read = (view: DataView, at: number, little: boolean) => number

/** How numbers of each stored type are read. */
const readers: { readonly [type: number]: readonly [size: number, read: Read] } = {
  1: [1, (view, at) => view.getInt8(at)],
  2: [1, (view, at) => view.getUint8(at)],
  3: [2, (view, at, little) => view.getInt16(at, little)],
  4: [2, (view, at, little) => view.getUint16(at, little)],
  5: [4, (view, at, little) => view.getInt32(at, little)],
  6: [4, (view, at, little) => view.getUint32(at, little)],
  7: [4, (view, at, little) => view.getFloat32(at, little)],
  9: [8, (view, at, little) => view.getFloat64(at, little)]
}

const UNSIGNED_BYTE = 2

const numbersOf = (source: Source, { from, to, type }: Element): Uint8Array | Float64Array => {
  const { little, view } = source
  if (type === UNSIGNED_BYTE) return new Uint8Array(view.buffer, view.byteOffset + from, to - from)
  const [size, read] = readers[type] ?? refuse(source, from, `values of MATLAB's type ${type} cannot be read`)
  return Float64Array.from({ length: Math.floor((to - from) / size) }, (_, i) => read(view, from + i * size, little))
}

/** The numeric array in a matrix element; undefined for cells, structures, text and sparse arrays. */
const matrixIn = (source: Source, matrix: Element): readonly [name: string, array: MatArray] | undefined => {
  const flags = elementAt(source, matrix.from),
    dims = elementAt(source, flags.next),
    name = elementAt(source, dims.next)
  const kind = source.view.getUint32(flags.from, source.little) & 0xff
  if (kind < 6 || kind > 13) return undefined
  const shape = [...numbersOf(source, dims)], data = numbersOf(source, elementAt(source, name.next))
  const text = String.fromCharCode(...numbersOf(source, name)), expected = shape.reduce((size, n) => size * n, 1)
  if (data.length !== expected) {
    refuse(source, matrix.from, `"${text}" is ${shape.join(" × ")} and has ${data.length} values, not ${expected}`)
  }
  return [text, { dims: shape, data }]
}

const inflated = (source: Source, { from, to }: Element): Source => {
  const bytes = new Uint8Array(source.view.buffer, source.view.byteOffset + from, to - from)
  const base = source.base + from
  try {
    return sourceOf(inflateSync(bytes), { ...source, base, packed: true })
  } catch {
    return refuse(source, from, "the compressed variable is corrupt; copy or download the file again")
  }
}

const littleIn = (bytes: Uint8Array, path: string): boolean => {
  const mark = String.fromCharCode(...bytes.subarray(126, 128))
  if (bytes.length < HEADER || (mark !== "IM" && mark !== "MI")) {
    const what = "this is not a MATLAB file of version 5 (the marks at byte 126 are missing)"
    throw malformed(path, Math.min(126, bytes.length), what)
  }
  const little = mark === "IM", major = bytes[little ? 125 : 124]!
  if (major !== 1) throw malformed(path, 124, "the file is of another version (7.3 is HDF5); save it with -v7")
  return little
}

const parse = (bytes: Uint8Array, path: string): ReadonlyMap<string, MatArray> => {
  const file = sourceOf(bytes, { little: littleIn(bytes, path), path, base: 0, packed: false })
  const found = new Map<string, MatArray>()
  for (let at = HEADER, element: Element; at < bytes.length; at = element.next) {
    element = elementAt(file, at)
    const source = element.type === COMPRESSED ? inflated(file, element) : file
    const matrix = element.type === COMPRESSED ? elementAt(source, 0) : element
    const array = matrix.type === MATRIX ? matrixIn(source, matrix) : undefined
    if (array !== undefined) found.set(...array)
  }
  return found
}

/** The numeric arrays in a version 5 file, by name. Fails with {@link DatasetError}, which names the byte. */
export const parseMat = (bytes: Uint8Array, path: string): Effect.Effect<ReadonlyMap<string, MatArray>, DatasetError> =>
  Effect.try({ try: () => parse(bytes, path), catch: (thrown) => thrown }).pipe(
    Effect.catch((thrown) => thrown instanceof DatasetError ? Effect.fail(thrown) : Effect.die(thrown))
  )
