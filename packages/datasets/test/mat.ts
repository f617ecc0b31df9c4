/** Small MATLAB files to read: what the reader's tests need, written from the format's description. */
import { deflateSync } from "node:zlib"

const u32 = (...values: ReadonlyArray<number>): Buffer => {
  const out = Buffer.alloc(4 * values.length)
  values.forEach((value, i) => out.writeUInt32LE(value, 4 * i))
  return out
}

/** An element: tag, bytes, padding to eight; up to four bytes inside the tag where `small`. */
export const element = (type: number, bytes: Uint8Array, small = false): Buffer =>
  small
    ? Buffer.concat([u32(type | (bytes.length << 16)), bytes, Buffer.alloc(4 - bytes.length)])
    : Buffer.concat([u32(type, bytes.length), bytes, Buffer.alloc((8 - bytes.length % 8) % 8)])

/** A variable: `kind` is MATLAB's class (9 uint8, 6 double), `type` how its values are stored. */
export const matrix = (
  name: string,
  dims: ReadonlyArray<number>,
  values: Uint8Array,
  { imaginary, kind = 9, type = 2 }: {
    readonly kind?: number
    readonly type?: number
    readonly imaginary?: Uint8Array
  } = {}
): Buffer => {
  const body = Buffer.concat([
    element(6, u32(kind | (imaginary === undefined ? 0 : 0x0800), 0)),
    element(5, u32(...dims)),
    element(1, Buffer.from(name), name.length <= 4),
    element(type, values, values.length <= 4),
    ...(imaginary === undefined ? [] : [element(type, imaginary, imaginary.length <= 4)])
  ])
  return element(14, body)
}

/** A variable, compressed. */
export const packed = (variable: Uint8Array): Buffer => {
  const bytes = deflateSync(variable)
  return Buffer.concat([u32(15, bytes.length), bytes])
}

/** A file of variables. */
export const mat = (...variables: ReadonlyArray<Uint8Array>): Uint8Array => {
  const header = Buffer.alloc(128, 0x20)
  header.write("MATLAB 5.0 MAT-file, for a test")
  header.writeUInt16LE(0x0100, 124)
  header.write("IM", 126)
  return new Uint8Array(Buffer.concat([header, ...variables]))
}
