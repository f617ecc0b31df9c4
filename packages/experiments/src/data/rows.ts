/**
 * Some of the items, and items as rows of numbers.
 */
import type { Matrix } from "@marginalia/core"
import { type AnyItems, bounds, type Items, slice, widthOf } from "@marginalia/datasets/items"
import type { Rows } from "@marginalia/models/encoders"

const at = (list: ReadonlyArray<number>, channel: number): number => list[list.length === 1 ? 0 : channel]!

/** Writes the numbers that a network sees of items that are in memory: (value / scale − mean) / std, channel by channel. */
const write = ({ data, normalization, shape }: Items, out: Float32Array, from: number): void => {
  if (normalization === undefined) return out.set(data, from)
  const { mean, scale, std } = normalization, channels = shape.at(-1)!
  for (let i = 0, c = 0; i < data.length; i++, c = c + 1 === channels ? 0 : c + 1) {
    out[from + i] = (data[i]! / scale - at(mean, c)) / at(std, c)
  }
}

/** Items as rows of the numbers that a network sees. */
export const normalized = (items: AnyItems): Matrix.Matrix => {
  const cols = widthOf(items), data = new Float32Array(items.rows * cols)
  for (const [from, to] of bounds(items)) write(slice(items, from, to), data, from * cols)
  return { data, rows: items.rows, cols }
}

/** {@link normalized}, a few rows at a time. */
export const normalizedRows = (items: AnyItems): Rows => ({
  rows: items.rows,
  cols: widthOf(items),
  read: (from, to) => normalized(slice(items, from, to)).data
})
