/**
 * Where k-means works: at the rows' own size and place, or, where single precision would overflow, vanish or lose its bounds
 * there, at rows divided by a power of two and moved to their middle. Both are exact, so that neither changes a cluster.
 */
import * as Effect from "effect/Effect"
import { breathe, type Engine } from "../kernels/engine.ts"
import * as Slab from "../kernels/slab.ts"
import { squaredDistancesTo } from "../kernels/squared-distances.ts"
import type { Matrix, Matrix64 } from "../Matrix.ts"

/** Rows x stand for (x − origin) · factor, with a factor that is a power of two. */
export interface Frame {
  readonly origin: Float64Array
  readonly factor: number
}

/** Points of the pool as points of the frame. */
export const enter = ({ factor, origin }: Frame, { cols, data }: Matrix64): Float64Array =>
  data.map((x, at) => (x - origin[at % cols]!) * factor)

/** Points of the frame as points of the pool. */
export const leave = ({ factor, origin }: Frame, data: Float64Array): Float64Array =>
  data.map((x, at) => x / factor + origin[at % origin.length]!)

const SAMPLE = 256
/** Rows this many times as far from 0 as from their middle are moved. */
const FAR = 16

/** Of a few evenly spaced rows, the middle number of each column: one that the column has. */
const middle = ({ cols, data, rows }: Matrix): Float64Array => {
  const count = Math.min(SAMPLE, rows), numbers = new Float64Array(count)
  return Float64Array.from({ length: cols }, (_, j) => {
    for (let s = 0; s < count; s++) numbers[s] = data[Math.floor(s * rows / count) * cols + j]!
    return numbers.sort()[(count - 1) >> 1] ?? 0
  })
}

/** Whether a few evenly spaced rows lie much farther from 0 than from a point. */
const isFar = ({ cols, data, rows }: Matrix, point: Float64Array): boolean => {
  const count = Math.min(SAMPLE, rows)
  let apart = 0
  for (let s = 0; s < count; s++) {
    const at = Math.floor(s * rows / count) * cols
    for (let j = 0; j < cols; j++) apart += (data[at + j]! - point[j]!) ** 2
  }
  return point.reduce((sum, x) => sum + x * x, 0) * count > FAR ** 2 * apart
}

/** The point without the columns in which a difference to it is no number of single precision. */
const exactly = Effect.fnUntraced(function*(engine: Engine, { cols, data, rows }: Matrix, point: Float64Array) {
  for (let i = 0; i < rows; i++) {
    for (let j = 0, at = i * cols; j < cols; j++, at++) {
      const difference = data[at]! - point[j]!
      if (Math.fround(difference) !== difference) point[j] = 0
    }
    yield* breathe(engine.variant, 4 * cols)
  }
  return point
})

/** Squared lengths within which single precision neither overflows nor vanishes. */
const isSafe = (most: number): boolean => most === 0 || (most > 1e-20 && most < 1e30)

/**
 * What to multiply with, for a longest row of this squared length: small rows come to about 1, large ones to about 2⁴⁰,
 * so that the smallest numbers beside them stay.
 */
const factorFor = (most: number): number => {
  if (isSafe(most)) return 1
  const halves = Math.floor(Math.log2(most) / 2)
  return 2 ** (most < 1 ? -halves : 40 - halves)
}

/** The frame for a matrix. O(N d). */
export const frameOf = Effect.fnUntraced(function*(engine: Engine, matrix: Matrix) {
  const point = middle(matrix)
  const origin = isFar(matrix, point) ? yield* exactly(engine, matrix, point) : new Float64Array(matrix.cols)
  const squares = yield* squaredDistancesTo(engine, matrix, origin)
  return { origin, factor: factorFor(squares.reduce((a, b) => Math.max(a, b), 0)) } satisfies Frame as Frame
})

const room = (engine: Engine, length: number): Float32Array => {
  if (4 * length < engine.settings.large) return new Float32Array(length)
  const slab = Slab.make(4 * length + 2 ** 20, engine.variant)
  return Slab.f32(slab, slab.alloc(4 * length), length)
}

/** The rows as they stand in the frame: the matrix itself where nothing changes, else a copy. */
export const placed = Effect.fnUntraced(function*(engine: Engine, { factor, origin }: Frame, matrix: Matrix) {
  if (factor === 1 && origin.every((x) => x === 0)) return matrix
  const { cols, rows } = matrix, data = room(engine, matrix.data.length)
  for (let i = 0; i < rows; i++) {
    for (let j = 0, at = i * cols; j < cols; j++, at++) data[at] = (matrix.data[at]! - origin[j]!) * factor
    yield* breathe(engine.variant, 4 * cols)
  }
  return { data, rows, cols } satisfies Matrix as Matrix
})
