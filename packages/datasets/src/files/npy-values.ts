/**
 * What an `.npy` array is good for: a matrix, the passes of a stochastic network, one value an item.
 */
import { type Matrix, Narrow } from "@marginalia/core"
import { counted } from "@marginalia/core/Words"
import { Malformed } from "./errors.ts"
import { type NpyArray, shapeText } from "./npy.ts"
import { overflow, overflowsFloat32 } from "./numbers.ts"

const wrongShape = ({ shape }: NpyArray, wanted: string): Malformed =>
  new Malformed(
    `the array has ${counted(shape.length, "dimension")} (${shapeText(shape)}) and should have ${wanted}`,
    "reshape it",
    { reason: "Mismatch", value: shape, expected: wanted }
  )

/** The values in double precision; whole numbers beyond 2^53 are rounded. */
export const toFloat64 = ({ data }: NpyArray): Float64Array => {
  if (data instanceof Float64Array) return data
  if (data instanceof BigInt64Array || data instanceof BigUint64Array) return Float64Array.from(data, Number)
  return new Float64Array(data)
}

const refuseOverflow = (data: Float64Array, shape: ReadonlyArray<number>): void => {
  const cols = shape.at(-1) ?? 1
  for (let at = 0; at < data.length; at++) {
    if (overflowsFloat32(data[at]!)) throw overflow(`row ${Math.floor(at / cols)}, column ${at % cols}`, data[at]!)
  }
}

/** The values in single precision: the array itself if it is f4. Throws {@link Malformed} on overflow. */
export const toFloat32 = (array: NpyArray): Float32Array => {
  const { data, shape } = array
  if (data instanceof Float32Array) return data
  if (data instanceof Float64Array) refuseOverflow(data, shape)
  return new Float32Array(data instanceof BigInt64Array || data instanceof BigUint64Array ? toFloat64(array) : data)
}

const rowsAndCols = (array: NpyArray): { readonly rows: number; readonly cols: number } => {
  const [rows, cols] = array.shape
  if (rows === undefined || cols === undefined || array.shape.length !== 2) {
    throw wrongShape(array, "2 (items × numbers)")
  }
  return { rows, cols }
}

/** A 2-D array as a matrix. Throws {@link Malformed} for another number of dimensions and for overflow. */
export const npyToMatrix = (array: NpyArray): Matrix.Matrix => ({ ...rowsAndCols(array), data: toFloat32(array) })

/** {@link npyToMatrix}, with an offset where single precision would make distinct rows equal. */
export const npyToVectors = (array: NpyArray): Narrow.Narrowed => {
  const { cols, rows } = rowsAndCols(array), { data } = array
  if (data instanceof Float64Array) refuseOverflow(data, array.shape)
  return Narrow.narrow(data, rows, cols)
}

/** Items of more than one dimension: images, say. */
const isDeep = ({ shape }: NpyArray): boolean => shape.length > 2

/** An array of items of any shape as one vector an item, in C order. The same array where items are vectors already. */
export const flatItems = (array: NpyArray): NpyArray => {
  const [rows = 0, ...sides] = array.shape
  return isDeep(array) ? { ...array, shape: [rows, sides.reduce((size, side) => size * side, 1)] } : array
}

/** {@link npyToMatrix} in double precision. */
export const npyToMatrix64 = (array: NpyArray): Matrix.Matrix64 => ({ ...rowsAndCols(array), data: toFloat64(array) })

/** A 3-D array (passes × items × classes) as one matrix a pass, all sharing one memory. Throws {@link Malformed}. */
export const npyToPasses = (array: NpyArray): ReadonlyArray<Matrix.Matrix> => {
  const [passes, rows, cols] = array.shape
  if (passes === undefined || rows === undefined || cols === undefined || array.shape.length !== 3) {
    throw wrongShape(array, "3 (passes × items × classes)")
  }
  const data = toFloat32(array)
  const size = rows * cols
  return Array.from({ length: passes }, (_, t) => ({ data: data.subarray(t * size, (t + 1) * size), rows, cols }))
}

/** One value an item: a 1-D array, or a 2-D array of one column. Throws {@link Malformed}. */
export const npyToValues = (array: NpyArray): Float64Array => {
  const { shape } = array
  if (shape.length === 1 || (shape.length === 2 && shape[1] === 1)) return toFloat64(array)
  throw wrongShape(array, "1 (one value an item)")
}
