/**
 * The IDX format of MNIST and its likes: two zero bytes, the type of the values, the number of dimensions, the
 * dimensions as big-endian 32-bit integers, and the values, last dimension fastest.
 */
import * as Quote from "@marginalia/core/Quote"
import { counted } from "@marginalia/core/Words"
import * as Effect from "effect/Effect"
import { type DatasetError, malformed } from "./errors.ts"

/** The bytes of an IDX file as an array: the last dimension runs fastest. */
export interface Idx {
  /** The size of each dimension. */
  readonly shape: ReadonlyArray<number>
  /** The values, row by row. */
  readonly data: Uint8Array
}

const UNSIGNED_BYTE = 0x08

const types: { readonly [code: number]: string } = {
  0x08: "unsigned bytes",
  0x09: "signed bytes",
  0x0b: "16-bit integers",
  0x0c: "32-bit integers",
  0x0d: "single-precision numbers",
  0x0e: "double-precision numbers"
}

const hex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(" ")

/** What is wrong with the first four bytes: the offset and a sentence. */
const magicProblem = (bytes: Uint8Array): readonly [offset: number, problem: string] | undefined => {
  if (bytes.length < 4) return [bytes.length, `the file ends within the first four bytes; download it again`]
  const type = bytes[2]!
  if (bytes[0] !== 0 || bytes[1] !== 0 || types[type] === undefined) {
    return [0, `this is not an IDX file: it begins with ${hex(bytes.subarray(0, 4))} instead of 00 00 08`]
  }
  if (type !== UNSIGNED_BYTE) return [2, `the values are ${types[type]} where unsigned bytes are expected`]
  return bytes[3] === 0 ? [3, "the file says that it has no dimensions"] : undefined
}

/** What is wrong with the number of values. */
const sizeProblem = (
  found: number,
  header: number,
  shape: ReadonlyArray<number>
): readonly [offset: number, problem: string] | undefined => {
  const expected = header + shape.reduce((product, n) => product * n, 1)
  const promise = `the header (${Quote.shape(shape)}) promises ${expected} bytes and the file has ${found}`
  if (found < expected) return [found, `${promise}, so it was cut short; copy or download it again`]
  return found > expected ? [expected, `${promise}: there is something after the last value`] : undefined
}

/**
 * The array in an IDX file of unsigned bytes, already unpacked. `data` is a view of `bytes`, not a copy. Fails with
 * {@link DatasetError}: another format, another type of values, too few bytes, too many.
 *
 * `path` names the file in messages.
 */
export const parseIdx = (bytes: Uint8Array, path: string): Effect.Effect<Idx, DatasetError> => {
  const magic = magicProblem(bytes)
  if (magic !== undefined) return Effect.fail(malformed(path, ...magic))
  const header = 4 + 4 * bytes[3]!
  if (bytes.length < header) {
    return Effect.fail(
      malformed(path, bytes.length, `the file ends within its ${header}-byte header; download it again`)
    )
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, header)
  const shape = Array.from({ length: bytes[3]! }, (_, i) => view.getUint32(4 + 4 * i))
  const size = sizeProblem(bytes.length, header, shape)
  return size === undefined
    ? Effect.succeed({ shape, data: bytes.subarray(header) })
    : Effect.fail(malformed(path, ...size))
}

const kinds: { readonly [dimensions: number]: string } = { 1: "labels", 3: "images" }

const likeness = (dimensions: number): string => {
  const kind = kinds[dimensions]
  return kind === undefined ? "" : ` as ${kind} have`
}

const demand = (idx: Idx, dimensions: number, path: string): Effect.Effect<Idx, DatasetError> =>
  idx.shape.length === dimensions ? Effect.succeed(idx) : Effect.fail(malformed(
    path,
    3,
    `the file has ${counted(idx.shape.length, "dimension")}${likeness(idx.shape.length)}` +
      ` where ${kinds[dimensions]} with ${dimensions} are expected; were files swapped?`
  ))

/**
 * Gray images in an IDX file: `shape` is count × height × width. Fails with {@link DatasetError} as {@link parseIdx}
 * does, or on other dimensions.
 *
 * `bytes` are the file's, unpacked; `path` names it in messages.
 */
export const parseIdxImages = (bytes: Uint8Array, path: string): Effect.Effect<Idx, DatasetError> =>
  Effect.flatMap(parseIdx(bytes, path), (idx) => demand(idx, 3, path))

/**
 * Labels 0 … `classes` − 1 in an IDX file. Fails with {@link DatasetError} as {@link parseIdx} does, on other
 * dimensions, or at the first label out of range.
 *
 * `bytes` are the file's, unpacked; `path` names it in messages.
 */
export const parseIdxLabels = (
  bytes: Uint8Array,
  path: string,
  classes: number
): Effect.Effect<Int32Array, DatasetError> =>
  Effect.flatMap(parseIdx(bytes, path), (idx) => demand(idx, 1, path)).pipe(Effect.flatMap(({ data }) => {
    const wrong = data.findIndex((label) => label >= classes)
    return wrong < 0 ? Effect.succeed(Int32Array.from(data)) : Effect.fail(
      malformed(path, bytes.length - data.length + wrong, `label ${data[wrong]} where 0 to ${classes - 1} are expected`)
    )
  }))
