/**
 * MATLAB's version 5 files (what `save -v7` writes): numeric arrays, compressed or not, complex or not. Other kinds of
 * variables (cells, structures, text, sparse arrays) are passed over.
 */
import * as Quote from "@marginalia/core/Quote"
import * as Effect from "effect/Effect"
import { constants, inflateSync } from "node:zlib"
import { DatasetError, malformed } from "./errors.ts"
import { type Allowance, allowedFor, tooLarge } from "./limits.ts"

/** A numeric array in MATLAB's order: the first dimension runs fastest. */
export interface MatArray {
  /** The size of each dimension. */
  readonly dims: ReadonlyArray<number>
  /** Bytes where the file stores bytes, else every number as a double; the real parts of a complex array. */
  readonly data: Uint8Array | Float64Array
  /** The imaginary parts of a complex array. */
  readonly imaginary?: Uint8Array | Float64Array
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
  9: [8, (view, at, little) => view.getFloat64(at, little)],
  12: [8, (view, at, little) => Number(view.getBigInt64(at, little))],
  13: [8, (view, at, little) => Number(view.getBigUint64(at, little))]
}

/** Whole numbers of 64 bits, of which doubles do not hold all. */
const WIDE = new Set([12, 13])

const UNSIGNED_BYTE = 2

const numbersOf = (source: Source, { from, to, type }: Element): Uint8Array | Float64Array => {
  const { little, view } = source
  if (type === UNSIGNED_BYTE) return new Uint8Array(view.buffer, view.byteOffset + from, to - from)
  const [size, read] = readers[type] ?? refuse(source, from, `values of MATLAB's type ${type} cannot be read`)
  return Float64Array.from({ length: Math.floor((to - from) / size) }, (_, i) => read(view, from + i * size, little))
}

/** As many dimensions as MATLAB's arrays could have, and as long as their names could be (63 in MATLAB). */
const MOST_DIMENSIONS = 64, LONGEST_NAME = 1024

/** The flag of arrays with an imaginary part. */
const COMPLEX = 0x0800

const nameOf = (source: Source, name: Element): string => {
  if (name.to - name.from > LONGEST_NAME) refuse(source, name.from, "a variable's name has no end")
  return String.fromCharCode(...numbersOf(source, name))
}

const shapeOf = (source: Source, dims: Element): ReadonlyArray<number> => {
  if (dims.to - dims.from > 8 * MOST_DIMENSIONS) refuse(source, dims.from, "a variable has dimensions without end")
  return [...numbersOf(source, dims)]
}

/** The values of a variable, which must be as many as its shape says. */
const valuesOf = (
  source: Source,
  element: Element,
  { shape, text }: { readonly text: string; readonly shape: ReadonlyArray<number> }
): Uint8Array | Float64Array => {
  const size = readers[element.type]?.[0] ?? 1, found = Math.floor((element.to - element.from) / size)
  const expected = shape.reduce((product, n) => product * n, 1), name = Quote.value(text)
  if (found !== expected && readers[element.type] !== undefined) {
    refuse(source, element.from, `${name} is ${Quote.shape(shape)} and has ${found} values, not ${expected}`)
  }
  const values = numbersOf(source, element)
  if (WIDE.has(element.type) && values.some((value) => !Number.isSafeInteger(value))) {
    refuse(source, element.from, `${name} holds whole numbers beyond 2^53, which doubles do not: save it as double`)
  }
  return values
}

/** The size that the first element of a packed variable claims for itself, with its tag; 0 where that cannot be seen. */
const promisedBy = (bytes: Uint8Array, little: boolean): number => {
  const start = inflateSync(bytes.subarray(0, 1024), { finishFlush: constants.Z_SYNC_FLUSH })
  return start.length < 8 ? 0 : 8 + (little ? start.readUInt32LE(4) : start.readUInt32BE(4))
}

/** The numeric array in a matrix element; undefined for cells, structures, text and sparse arrays. */
const matrixIn = (source: Source, matrix: Element): readonly [name: string, array: MatArray] | undefined => {
  const flags = elementAt(source, matrix.from),
    dims = elementAt(source, flags.next),
    name = elementAt(source, dims.next)
  if (flags.to - flags.from < 4) refuse(source, flags.from, "the variable does not say what it is")
  const word = source.view.getUint32(flags.from, source.little), kind = word & 0xff
  if (kind < 6 || kind > 15) return undefined
  const header = { text: nameOf(source, name), shape: shapeOf(source, dims) }
  const real = elementAt(source, name.next), data = valuesOf(source, real, header)
  if ((word & COMPLEX) === 0) return [header.text, { dims: header.shape, data }]
  const imaginary = valuesOf(source, elementAt(source, real.next), header)
  return [header.text, { dims: header.shape, data, imaginary }]
}

/** A variable, unpacked. How large it is stands at its beginning, so that one that is too large is not unpacked. */
const inflated = (source: Source, { from, to }: Element, allowed: Allowance): Source => {
  const bytes = new Uint8Array(source.view.buffer, source.view.byteOffset + from, to - from)
  const base = source.base + from
  try {
    const promised = promisedBy(bytes, source.little)
    if (promised > allowed.bytes) refuse(source, from, tooLarge(allowed, promised))
    return sourceOf(inflateSync(bytes, { maxOutputLength: allowed.bytes }), { ...source, base, packed: true })
  } catch (cause) {
    if (cause instanceof DatasetError) throw cause
    if ((cause as { code?: unknown }).code === "ERR_BUFFER_TOO_LARGE") refuse(source, from, tooLarge(allowed))
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

const parse = (bytes: Uint8Array, path: string, allowance: Allowance): ReadonlyMap<string, MatArray> => {
  const file = sourceOf(bytes, { little: littleIn(bytes, path), path, base: 0, packed: false })
  const found = new Map<string, MatArray>()
  let left = allowance.bytes
  for (let at = HEADER, element: Element; at < bytes.length; at = element.next) {
    element = elementAt(file, at)
    const source = element.type === COMPRESSED ? inflated(file, element, { ...allowance, bytes: left }) : file
    if (source !== file) left = Math.max(1, left - source.view.byteLength)
    const matrix = element.type === COMPRESSED ? elementAt(source, 0) : element
    const array = matrix.type === MATRIX ? matrixIn(source, matrix) : undefined
    if (array !== undefined) found.set(...array)
  }
  return found
}

/** What reading beyond the end throws: the file lies about a size somewhere. */
const toDatasetError = (path: string) => (thrown: unknown): Effect.Effect<never, DatasetError> => {
  if (thrown instanceof DatasetError) return Effect.fail(thrown)
  return thrown instanceof RangeError
    ? Effect.fail(malformed(path, 0, `the file is corrupt (${thrown.message}); copy or download it again`))
    : Effect.die(thrown)
}

/**
 * The numeric arrays in a version 5 file, by name: every type that MATLAB has, int64 and uint64 as far as doubles hold
 * them, complex arrays with their imaginary part. Fails with {@link DatasetError}, which names the byte; also where the
 * compressed variables come to more than 100 times the file's size and 128 MB, unless `Limits` or
 * MARGINALIA_MAX_UNPACKED allow it.
 *
 * `path` names the file in messages.
 */
export const parseMat = (bytes: Uint8Array, path: string): Effect.Effect<ReadonlyMap<string, MatArray>, DatasetError> =>
  Effect.flatMap(
    allowedFor(bytes.length, true),
    (allowance) =>
      Effect.try({ try: () => parse(bytes, path, allowance), catch: (thrown) => thrown }).pipe(
        Effect.catch(toDatasetError(path))
      )
  )
