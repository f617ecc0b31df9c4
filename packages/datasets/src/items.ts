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
 * Items that lie in a file, and are read where they are wanted: images that would take too much memory at once. They are there
 * as long as the scope in which they were opened.
 */
export interface StoredItems extends Omit<Items, "data"> {
  /** The numbers of the items `from` … `to` − 1, one after the other, in memory of their own. */
  readonly read: (from: number, to: number) => Uint8Array<ArrayBuffer>
}

/** Items, in memory or in a file. */
export type AnyItems = Items | StoredItems

/** The numbers of the `items` `from` … `to` − 1, one after the other; those that are in memory share it. */
export const numbersOf = (items: AnyItems, from: number, to: number): Float32Array | Uint8Array => {
  if ("read" in items) return items.read(from, to)
  const width = widthOf(items)
  return items.data.subarray(from * width, to * width)
}

/** The `items` `from` … `to` − 1 in memory; shares that of items that are there already. */
export const slice = (items: AnyItems, from: number, to: number): Items => {
  const { normalization, shape } = items
  const same = { data: numbersOf(items, from, to), rows: to - from, shape }
  return normalization === undefined ? same : { ...same, normalization }
}

/** Bytes that work on items takes at once, where it can be done in pieces. */
const PIECE = 64e6

/** How many of the `items` are worked on at once, in single precision: what 64 MB hold, at least one. */
export const atOnce = (items: AnyItems): number => Math.max(1, Math.floor(PIECE / (4 * widthOf(items))))

/** Where pieces of as many of the `items` begin and end. */
export const bounds = (items: AnyItems): ReadonlyArray<readonly [from: number, to: number]> => {
  const size = atOnce(items)
  return Array.from({ length: Math.ceil(items.rows / size) }, (_, i) => [
    i * size,
    Math.min(items.rows, (i + 1) * size)
  ])
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
export const widthOf = ({ shape }: Pick<Items, "shape">): number => shape.reduce((size, n) => size * n, 1)

/** A channel's numbers as value · factor + offset. */
export interface Affine {
  readonly factor: Float64Array
  readonly offset: Float64Array
}

/** The normalization as one multiplication and one addition a channel; one constant serves all channels. */
export const affineOf = ({ normalization = identity, shape }: Pick<Items, "normalization" | "shape">): Affine => {
  const { mean, scale, std } = normalization
  const channels = shape.at(-1)!
  const one = (list: ReadonlyArray<number>, c: number): number => list[list.length === 1 ? 0 : c] ?? NaN
  const size = shape.length === 1 && mean.length === 1 ? 1 : channels
  const factor = Float64Array.from({ length: size }, (_, c) => 1 / (scale * one(std, c)))
  return { factor, offset: factor.map((_, c) => -one(mean, c) / one(std, c)) }
}

/** The normalized numbers of the items at `positions`, one after the other. */
export const gather = (items: AnyItems, positions: Uint32Array): Float32Array => {
  const width = widthOf(items), { factor, offset } = affineOf(items), period = factor.length
  const out = new Float32Array(positions.length * width)
  const plain = period === 1 && factor[0] === 1 && offset[0] === 0
  positions.forEach((position, row) => {
    const source = numbersOf(items, position, position + 1), at = row * width
    if (plain) out.set(source, at)
    else {for (let i = 0, c = 0; i < width; i++, c = c + 1 === period ? 0 : c + 1) {
        out[at + i] = source[i]! * factor[c]! + offset[c]!
      }}
  })
  return out
}

/** The numbers of the items at `positions`, one after the other, as they are. */
const taken = <A extends Float32Array | Uint8Array>(items: AnyItems, positions: Uint32Array, out: A): A => {
  const width = widthOf(items)
  positions.forEach((position, row) => out.set(numbersOf(items, position, position + 1), row * width))
  return out
}

/**
 * The `items` at `positions` as items of their own, in that order, with the same normalization: a copy, or another view of a
 * file.
 */
export const subset = <I extends AnyItems>(items: I, positions: Uint32Array): I => {
  const width = widthOf(items), rows = positions.length
  if ("read" in items) {
    const read = (from: number, to: number) =>
      taken(items, positions.subarray(from, to), new Uint8Array((to - from) * width))
    return { ...items, rows, read }
  }
  const data = items.data instanceof Uint8Array ? new Uint8Array(rows * width) : new Float32Array(rows * width)
  return { ...items, data: taken(items, positions, data), rows }
}

/** Consecutive positions `from` … `to` − 1. */
export const range = (from: number, to: number): Uint32Array =>
  Uint32Array.from({ length: to - from }, (_, i) => from + i)
