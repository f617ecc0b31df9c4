/**
 * Fisher information of a last layer that tells one class from the rest, as one vector an item.
 */
import { type Frame, Kernels, type Matrix } from "@marginalia/core"
import * as Effect from "effect/Effect"
import { inBlocks } from "../uncertainty/blocks.ts"

/** What the last layer decides: the most probable class or another, or which of the two most probable classes. */
export type Form = "binary" | "top-2"

/** The two largest of `cols` numbers that begin at index `at`. */
const firstTwo = (data: Float32Array, at: number, cols: number): readonly [number, number] => {
  let [first, second] = [0, 0]
  for (let c = at; c < at + cols; c++) {
    const p = data[c]!
    if (p > first) [first, second] = [p, first]
    else if (p > second) second = p
  }
  return [Math.min(1, first), Math.min(1, second)]
}

/** √(p (1 − p)) of each item, by position: by how much its features are stretched to give its vector. */
export const spreads = Effect.fnUntraced(function*({ probability, size }: Frame.Frame<"probability">, form: Form) {
  const { cols, data } = probability
  const out = new Float64Array(size)
  yield* inBlocks(size, 2 * cols, (from, to) => {
    for (let i = from; i < to; i++) {
      const [first, second] = firstTwo(data, i * cols, cols)
      const p = form === "binary" ? first : first / (first + second)
      out[i] = Math.sqrt(p * (1 - p))
    }
  })
  return out
})

/** Items whose columns are added up at a time. */
const BLOCK = 512

/** Some items' features, column by column; and the same times their squared spreads. */
const columnsOf = ({ cols, data }: Matrix.Matrix, spread: Float64Array, from: number, to: number) => {
  const n = to - from, plain = new Float32Array(cols * n), weighted = new Float64Array(cols * n)
  for (let i = 0; i < n; i++) {
    const weight = spread[from + i]! ** 2
    for (let j = 0; j < cols; j++) {
      const x = data[(from + i) * cols + j]!
      plain[j * n + i] = x
      weighted[j * n + i] = weight * x
    }
  }
  return { plain: { data: plain, rows: cols, cols: n }, weighted: { data: weighted, rows: cols, cols: n } }
}

/** F = 1/N Σ v vᵀ over all items, v the features times the spread: d × d, row by row. O(N d²). */
export const meanInformation = Effect.fnUntraced(function*(features: Matrix.Matrix, spread: Float64Array) {
  const kernels = yield* Kernels.Kernels
  const { cols, rows } = features
  const sum = new Float64Array(cols * cols)
  for (let from = 0; from < rows; from += BLOCK) {
    const to = Math.min(rows, from + BLOCK)
    yield* Kernels.breathe(4 * (to - from) * cols)
    const { plain, weighted } = columnsOf(features, spread, from, to)
    const part = yield* kernels.dots(plain, weighted)
    yield* Kernels.breathe(part.length)
    for (let i = 0; i < sum.length; i++) sum[i]! += part[i]! / rows
  }
  return sum
})
