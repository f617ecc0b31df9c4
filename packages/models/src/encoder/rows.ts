/** Rows of numbers that are read a few at a time: of a matrix, or of items that may lie in a file. */
import * as Kernels from "@marginalia/core/Kernels"
import type * as Matrix from "@marginalia/core/Matrix"
import { type AnyItems, slice, widthOf } from "@marginalia/datasets/items"
import * as Effect from "effect/Effect"
import { flat } from "./matrix.ts"

/** `rows` rows of `cols` numbers each. */
export interface Rows extends Pick<Matrix.Matrix, "rows" | "cols" | "offset"> {
  /** The numbers of the rows `from` … `to` − 1, which must not be written to. */
  readonly read: (from: number, to: number) => Float32Array
}

/** The rows of a matrix, where they are. */
export const ofMatrix = ({ data, ...matrix }: Matrix.Matrix): Rows => ({
  ...matrix,
  read: (from, to) => data.subarray(from * matrix.cols, to * matrix.cols)
})

/** The rows of items as {@link flat} has them. */
export const ofItems = (items: AnyItems): Rows => ({
  rows: items.rows,
  cols: widthOf(items),
  read: (from, to) => flat(slice(items, from, to)).data
})

/** Bytes of a block of rows, in single precision. */
const BLOCK = 64e6

/** Rows that are taken together: as many as 64 MB hold, `most` at most. */
export const heightOf = ({ cols }: Pick<Rows, "cols">, most = Infinity): number =>
  Math.max(1, Math.min(most, Math.floor(BLOCK / (4 * cols))))

/** Goes over all rows in blocks of `height`, with a yield between. */
export const forEachBlock = Effect.fnUntraced(function*<E = never, R = never>(
  { read, rows }: Rows,
  height: number,
  take: (data: Float32Array, from: number, to: number) => Effect.Effect<void, E, R> | void
) {
  for (let from = 0; from < rows; from += height) {
    const to = Math.min(rows, from + height)
    const done = take(read(from, to), from, to)
    if (done !== undefined) yield* done
    yield* Kernels.giveWay
  }
})
