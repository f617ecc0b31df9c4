/**
 * Writing NumPy's `.npy` format, byte for byte as `numpy.save` writes it.
 */

/** The arrays that can be written. */
export type NpyWritable = Float32Array | Float64Array | Int32Array | Uint32Array | BigInt64Array

const ALIGNMENT = 64
/** NumPy leaves room so that the first axis can grow in place. */
const AXIS_DIGITS = 21
const FIXED = 10
const HOST = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1 ? "<" : ">"

const kindOf = (data: NpyWritable): string => {
  if (data instanceof Float32Array) return "f4"
  if (data instanceof Float64Array) return "f8"
  if (data instanceof Int32Array) return "i4"
  return data instanceof Uint32Array ? "u4" : "i8"
}

const tuple = (shape: ReadonlyArray<number>): string => shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(", ")})`

const headerText = (data: NpyWritable, shape: ReadonlyArray<number>): string => {
  const literal = `{'descr': '${HOST}${kindOf(data)}', 'fortran_order': False, 'shape': ${tuple(shape)}, }`
  const growth = shape.length === 0 ? 0 : AXIS_DIGITS - String(shape[0]).length
  const text = literal + " ".repeat(growth)
  return text + " ".repeat(ALIGNMENT - (FIXED + text.length + 1) % ALIGNMENT) + "\n"
}

/**
 * An `.npy` file (version 1, C order, this machine's byte order) that holds `data` with the given shape.
 *
 * Throws a `RangeError` when the shape does not have as many elements as `data`.
 */
export const encodeNpy = (data: NpyWritable, shape: ReadonlyArray<number>): Uint8Array<ArrayBuffer> => {
  const count = shape.reduce((product, n) => product * n, 1)
  if (count !== data.length) {
    throw new RangeError(`an array of ${shape.join(" × ")} takes ${count} numbers, not ${data.length}`)
  }
  const text = headerText(data, shape)
  const bytes = new Uint8Array(FIXED + text.length + data.byteLength)
  bytes.set([0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59, 1, 0, text.length & 0xFF, text.length >> 8])
  bytes.set(new TextEncoder().encode(text), FIXED)
  bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), FIXED + text.length)
  return bytes
}
