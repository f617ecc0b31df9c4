/** What goes into a network: rows of numbers, and batches of them. */
import type * as Matrix from "@marginalia/core/Matrix"
import * as Narrow from "@marginalia/core/Narrow"
import { identity, type Normalization } from "./normalization.ts"

/** One item: a vector's width, or an image's height, width and channels. */
export type InputShape = readonly [width: number] | readonly [tall: number, wide: number, channels: number]

/** Vectors, or images row by row with the channels last; bytes or single-precision numbers, one item after the other. */
export interface Items {
  /** The numbers, one item after the other. */
  readonly data: Float32Array | Uint8Array
  /** How many items. */
  readonly rows: number
  /** Of each item: a vector's width, or an image's height, width and channels. */
  readonly shape: InputShape
  /** Applied on the way into the network; nothing by default. */
  readonly normalization?: Normalization
}

/**
 * A matrix's rows as items. Throws a `RangeError` where only its `offset` tells distinct rows apart: networks see single
 * precision.
 */
export const fromMatrix = (matrix: Matrix.Matrix): Items => {
  const { distinct, matrix: { cols, data, rows }, merged } = Narrow.flatten(matrix)
  if (merged === 0) return { data, rows, shape: [cols] }
  const problem =
    `${merged} of ${distinct} distinct rows become equal to others in single precision, which networks see`
  throw new RangeError(`${problem}; subtract from the columns what they have in common`)
}

/** Numbers an item. */
export const widthOf = ({ shape }: Items): number => shape.reduce((size, n) => size * n, 1)

/** A channel's numbers as value · factor + offset. */
export interface Affine {
  readonly factor: Float64Array
  readonly offset: Float64Array
}

/** The normalization as one multiplication and one addition a channel; one constant serves all channels. */
export const affineOf = ({ normalization = identity, shape }: Items): Affine => {
  const { mean, scale, std } = normalization
  const channels = shape.at(-1)!
  const one = (list: ReadonlyArray<number>, c: number): number => list[list.length === 1 ? 0 : c] ?? NaN
  const size = shape.length === 1 && mean.length === 1 ? 1 : channels
  const factor = Float64Array.from({ length: size }, (_, c) => 1 / (scale * one(std, c)))
  return { factor, offset: factor.map((_, c) => -one(mean, c) / one(std, c)) }
}

/** The normalized numbers of the items at `positions`, one after the other. */
export const gather = (items: Items, positions: Uint32Array): Float32Array => {
  const width = widthOf(items), { factor, offset } = affineOf(items), period = factor.length
  const out = new Float32Array(positions.length * width)
  const plain = period === 1 && factor[0] === 1 && offset[0] === 0
  positions.forEach((position, row) => {
    const source = items.data.subarray(position * width, (position + 1) * width), at = row * width
    if (plain) out.set(source, at)
    else {for (let i = 0, c = 0; i < width; i++, c = c + 1 === period ? 0 : c + 1) {
        out[at + i] = source[i]! * factor[c]! + offset[c]!
      }}
  })
  return out
}

/** The items at `positions` as items of their own, in that order: a copy, with the same normalization. */
export const subset = (items: Items, positions: Uint32Array): Items => {
  const width = widthOf(items), size = positions.length * width
  const data = items.data instanceof Uint8Array ? new Uint8Array(size) : new Float32Array(size)
  positions.forEach((position, row) =>
    data.set(items.data.subarray(position * width, (position + 1) * width), row * width)
  )
  return { ...items, data, rows: positions.length }
}

/** Consecutive positions `from` … `to` − 1. */
export const range = (from: number, to: number): Uint32Array =>
  Uint32Array.from({ length: to - from }, (_, i) => from + i)
