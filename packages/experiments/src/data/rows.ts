/**
 * Some of the items, and items as rows of numbers.
 */
import type { Matrix } from "@marginalia/core"
import type { Items } from "@marginalia/models/training"

const widthOf = ({ shape }: Items): number => shape.reduce((size, n) => size * n, 1)

/** The items at the positions, copied. */
export const take = (items: Items, positions: Uint32Array): Items => {
  const width = widthOf(items), size = positions.length * width
  const data = items.data instanceof Uint8Array ? new Uint8Array(size) : new Float32Array(size)
  positions.forEach((position, row) => {
    data.set(items.data.subarray(position * width, (position + 1) * width), row * width)
  })
  return { ...items, data, rows: positions.length }
}

const at = (list: ReadonlyArray<number>, channel: number): number => list[list.length === 1 ? 0 : channel]!

/** Items as rows of the numbers that a network sees: (value / scale − mean) / std, channel by channel. */
export const normalized = (items: Items): Matrix.Matrix => {
  const { data, normalization, rows, shape } = items, cols = widthOf(items)
  if (normalization === undefined) return { data: Float32Array.from(data), rows, cols }
  const { mean, scale, std } = normalization, channels = shape.at(-1)!
  const out = new Float32Array(data.length)
  for (let i = 0, c = 0; i < out.length; i++, c = c + 1 === channels ? 0 : c + 1) {
    out[i] = (data[i]! / scale - at(mean, c)) / at(std, c)
  }
  return { data: out, rows, cols }
}
