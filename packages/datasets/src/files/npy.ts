/**
 * NumPy's `.npy` format: from bytes to numbers in C order, without a copy where the bytes already are the numbers.
 */
import { Quote } from "@marginalia/core"
import { Malformed } from "./errors.ts"
import { halves } from "./half.ts"
import { type NpyHeader, type NpyKind, parseNpyHeader } from "./npy-header.ts"
import { fortranToC } from "./npy-order.ts"

/** The numbers of an array, in the type that the file has (bool as 0 and 1, half precision in single). */
export type NpyData =
  | Float32Array
  | Float64Array
  | Int8Array
  | Int16Array
  | Int32Array
  | BigInt64Array
  | Uint8Array
  | Uint16Array
  | Uint32Array
  | BigUint64Array

/** An array in C order: the last index runs fastest. */
export interface NpyArray {
  /** The size of each dimension. */
  readonly shape: ReadonlyArray<number>
  /** The dtype as the file spells it, `<f4`. */
  readonly descr: string
  /** The numbers. */
  readonly data: NpyData
}

const HOST_IS_LITTLE_ENDIAN = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1

const views: Record<NpyKind, (buffer: ArrayBuffer, offset: number, length: number) => NpyData> = {
  f2: (buffer, offset, length) => halves(new Uint16Array(buffer, offset, length)),
  f4: (buffer, offset, length) => new Float32Array(buffer, offset, length),
  f8: (buffer, offset, length) => new Float64Array(buffer, offset, length),
  i1: (buffer, offset, length) => new Int8Array(buffer, offset, length),
  i2: (buffer, offset, length) => new Int16Array(buffer, offset, length),
  i4: (buffer, offset, length) => new Int32Array(buffer, offset, length),
  i8: (buffer, offset, length) => new BigInt64Array(buffer, offset, length),
  u1: (buffer, offset, length) => new Uint8Array(buffer, offset, length),
  u2: (buffer, offset, length) => new Uint16Array(buffer, offset, length),
  u4: (buffer, offset, length) => new Uint32Array(buffer, offset, length),
  u8: (buffer, offset, length) => new BigUint64Array(buffer, offset, length),
  b1: (buffer, offset, length) => new Uint8Array(buffer, offset, length)
}

/** The longest side of an array that holds nothing. */
const LARGEST_EMPTY = 1 << 16

/** A shape as people write it: `10 × 64`. */
export const shapeText = Quote.shape

/** The bytes of a number. */
export const numberSize = ({ kind }: Pick<NpyHeader, "kind">): number => Number(kind.slice(1))

/** Complains when a file of `bytes` bytes has too few or too many for what its header promises. */
export const checkNpySize = (bytes: number, header: NpyHeader): void => {
  const expected = header.shape.reduce((product, n) => product * n, numberSize(header))
  const found = bytes - header.offset
  // Beside a side of 0 the others could be anything, and loops run over them.
  if (!(expected > 0) && header.shape.some((side) => side > LARGEST_EMPTY)) {
    throw new Malformed(`the array (${shapeText(header.shape)}) is empty`, "save the items", {
      reason: "Empty",
      value: header.shape
    })
  }
  if (found === expected) return
  const promise = `the header (${shapeText(header.shape)} of ${header.descr}) promises ${expected} bytes of numbers`
  throw found < expected
    ? new Malformed(`${promise} and the file has ${found}, so it was cut short`, "copy it or save it again", {
      reason: "Mismatch",
      value: found,
      expected
    })
    : new Malformed(`${promise} and the file has ${found}`, "save one array a file", {
      reason: "Mismatch",
      value: found,
      expected
    })
}

const swapBytes = (bytes: Uint8Array<ArrayBuffer>, size: number): void => {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  if (size === 2) buffer.swap16()
  else if (size === 4) buffer.swap32()
  else buffer.swap64()
}

/** The same bytes where a typed array may lie over them: aligned, and in the byte order of this machine. */
const native = (bytes: Uint8Array<ArrayBuffer>, size: number, littleEndian: boolean): Uint8Array<ArrayBuffer> => {
  const swap = size > 1 && littleEndian !== HOST_IS_LITTLE_ENDIAN
  // Not by slice: of a Buffer that is a view.
  const copy = swap || bytes.byteOffset % size !== 0 ? new Uint8Array(bytes) : bytes
  if (swap) swapBytes(copy, size)
  return copy
}

/** The array of this shape in C order that lies in these bytes, as a header says them to be. */
export const decodeNpy = (
  bytes: Uint8Array<ArrayBuffer>,
  header: NpyHeader,
  shape: ReadonlyArray<number> = header.shape
): NpyArray => {
  const size = numberSize(header), stored = native(bytes, size, header.littleEndian)
  const numbers = header.fortranOrder ? fortranToC(stored, size, shape) : stored
  const data = views[header.kind](numbers.buffer, numbers.byteOffset, numbers.length / size)
  return { descr: header.descr, shape, data }
}

/**
 * The array in an `.npy` file: f2, f4, f8, whole numbers of 1 to 8 bytes, bool; either byte order; C or Fortran order.
 *
 * For C order in this machine's byte order the result is a view of `bytes`, not a copy (but for f2, which becomes f4). Throws {@link Malformed}.
 */
export const parseNpy = (bytes: Uint8Array<ArrayBuffer>): NpyArray => {
  const header = parseNpyHeader(bytes)
  checkNpySize(bytes.length, header)
  return decodeNpy(bytes.subarray(header.offset), header)
}
