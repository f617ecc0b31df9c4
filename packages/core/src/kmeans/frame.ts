/**
 * Where k-means works: at the rows' own size and place, or, where single precision would overflow, vanish or lose its bounds
 * there, at rows divided by a power of two and moved to their middle. Both are exact, so that neither changes a cluster.
 */
import * as Effect from "effect/Effect"
import { breathe, type Engine } from "../kernels/engine.ts"
import { lend } from "../kernels/lend.ts"
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

/** A few evenly spaced rows, by which frames are chosen. */
export const sampled = (rows: number): ReadonlyArray<number> => {
  const count = Math.min(SAMPLE, rows)
  return Array.from({ length: count }, (_, s) => Math.floor(s * rows / count))
}

/** Rows this many times as far from 0 as from their middle are moved. */
const FAR = 16

/** Of a few evenly spaced rows, the middle number of each column: one that the column has. */
const middle = ({ cols, data, rows }: Matrix): Float64Array => {
  const some = sampled(rows), numbers = new Float64Array(some.length)
  return Float64Array.from({ length: cols }, (_, j) => {
    some.forEach((row, s) => numbers[s] = data[row * cols + j]!)
    return numbers.sort()[(some.length - 1) >> 1] ?? 0
  })
}

/** Whether a few evenly spaced rows lie much farther from 0 than from a point. */
const isFar = ({ cols, data, rows }: Matrix, point: Float64Array): boolean => {
  const some = sampled(rows)
  let apart = 0
  for (const row of some) for (let j = 0; j < cols; j++) apart += (data[row * cols + j]! - point[j]!) ** 2
  return point.reduce((sum, x) => sum + x * x, 0) * some.length > FAR ** 2 * apart
}

/** The middle of some rows, where they lie much farther from 0 than from it. */
export const farPoint = (some: Matrix): Float64Array | undefined => {
  const point = middle(some)
  return isFar(some, point) ? point : undefined
}

/** Takes 0 for the columns of a point in which a difference of one of some rows to it is no number of single precision. */
export const keepExact = (point: Float64Array, data: Float32Array): void => {
  for (let at = 0, j = 0; at < data.length; at++) {
    const difference = data[at]! - point[j]!
    if (Math.fround(difference) !== difference) point[j] = 0
    if (++j === point.length) j = 0
  }
}

/** The point without the columns in which a difference to it is no number of single precision. */
const exactly = Effect.fnUntraced(function*(engine: Engine, { cols, data, rows }: Matrix, point: Float64Array) {
  for (let i = 0; i < rows; i++) {
    keepExact(point, data.subarray(i * cols, (i + 1) * cols))
    yield* breathe(engine.variant, 4 * cols)
  }
  return point
})

/** Squared lengths within which single precision neither overflows nor vanishes. */
const isSafe = (most: number): boolean => most === 0 || (most > 1e-20 && most < 1e30)

/** Whether rows need not be multiplied whose longest has a squared length between these two, which may be off by rounding. */
export const isSurelySafe = (least: number, most: number): boolean => most === 0 || (least > 1e-19 && most < 1e29)

/**
 * What to multiply with, for a longest row of this squared length: small rows come to about 1, large ones to about 2⁴⁰,
 * so that the smallest numbers beside them stay.
 */
export const factorFor = (most: number): number => {
  if (isSafe(most)) return 1
  const halves = Math.floor(Math.log2(most) / 2)
  return 2 ** (most < 1 ? -halves : 40 - halves)
}

/** The frame for a matrix. O(N d). */
export const frameOf = Effect.fnUntraced(function*(engine: Engine, matrix: Matrix) {
  const point = farPoint(matrix)
  const origin = point === undefined ? new Float64Array(matrix.cols) : yield* exactly(engine, matrix, point)
  const squares = yield* squaredDistancesTo(engine, matrix, origin)
  return { origin, factor: factorFor(squares.reduce((a, b) => Math.max(a, b), 0)) } satisfies Frame as Frame
})

/** Room for so many numbers, where kernels work if there are many. */
export const room = (engine: Engine, length: number): Float32Array => {
  if (4 * length < engine.settings.large) return new Float32Array(length)
  const slab = Slab.make(4 * length + 2 ** 20, engine.variant)
  return Slab.f32(slab, slab.alloc(4 * length), length)
}

/** Whether rows stand in the frame as they are. */
export const isIdle = ({ factor, origin }: Frame): boolean => factor === 1 && origin.every((x) => x === 0)

/** Moves some rows into the frame, where they lie. */
export const moveIn = ({ factor, origin }: Frame, data: Float32Array): Float32Array => {
  for (let at = 0, j = 0; at < data.length; at++) {
    data[at] = (data[at]! - origin[j]!) * factor
    if (++j === origin.length) j = 0
  }
  return data
}

/** The rows as they stand in the frame: the matrix itself where nothing changes, else a copy. */
export const placed = Effect.fnUntraced(function*(engine: Engine, { factor, origin }: Frame, matrix: Matrix) {
  if (isIdle({ factor, origin })) return matrix
  const { cols, rows } = matrix, data = room(engine, matrix.data.length)
  for (let i = 0; i < rows; i++) {
    for (let j = 0, at = i * cols; j < cols; j++, at++) data[at] = (matrix.data[at]! - origin[j]!) * factor
    yield* breathe(engine.variant, 4 * cols)
  }
  return { data, rows, cols } satisfies Matrix as Matrix
})

/** A matrix as it stands in its frame. */
export interface Standing {
  readonly frame: Frame
  readonly matrix: Matrix
}

/** The matrix in its frame: of one that queries share, found and if need be copied once for all who look at it at a time. */
export const standing = <A, E, R>(
  engine: Engine,
  matrix: Matrix,
  use: (standing: Standing) => Effect.Effect<A, E, R>
): Effect.Effect<A, E, R> => {
  const make = Effect.fnUntraced(function*() {
    const frame = yield* frameOf(engine, matrix)
    return { frame, matrix: yield* placed(engine, frame, matrix) } satisfies Standing
  })
  return lend({ of: matrix, slab: undefined, name: `frame ${engine.variant}`, make }, use)
}
