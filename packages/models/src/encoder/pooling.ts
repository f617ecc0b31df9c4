/** From what a model gives to one vector an item. */
import type * as Matrix from "@marginalia/core/Matrix"
import type { Misfit } from "./errors.ts"

/** The first token, or the mean of all. */
export type Pooling = "cls" | "mean"

/** A tensor that a model gave. */
export interface Given {
  readonly data: Float32Array
  readonly dims: ReadonlyArray<number>
}

/** N × tokens × width: the first token, or the mean of the tokens. */
const tokens = ({ data, dims }: Given, pooling: Pooling): Matrix.Matrix => {
  const [rows = 0, count = 0, cols = 0] = dims, out = new Float32Array(rows * cols)
  for (let row = 0; row < rows; row++) {
    const from = row * count * cols
    if (pooling === "cls") out.set(data.subarray(from, from + cols), row * cols)
    else for (let i = 0; i < count * cols; i++) out[row * cols + i % cols]! += data[from + i]! / count
  }
  return { data: out, rows, cols }
}

/** N × channels × height × width: the mean of each channel. */
const places = ({ data, dims }: Given): Matrix.Matrix => {
  const [rows = 0, cols = 0, ...sides] = dims, count = sides.reduce((size, n) => size * n, 1)
  const out = new Float32Array(rows * cols)
  for (let i = 0; i < data.length; i++) out[Math.floor(i / count)]! += data[i]! / count
  return { data: out, rows, cols }
}

/**
 * One row an item, of an output of two dimensions, of tokens (three: N × tokens × width), or of places (four: N ×
 * channels × height × width, of which the mean is taken). A `Misfit` says why there is none.
 */
export const pooled = (given: Given, pooling: Pooling | undefined): Matrix.Matrix | Misfit => {
  const { data, dims } = given, [rows = 0, cols = 0] = dims
  const text = `${dims.length} dimensions (${dims.join(" × ")})`
  const unfit = (problem: string, expected: string): Misfit => ({ problem, value: text, expected })
  if (dims.length === 2 || dims.slice(2).every((side) => side === 1)) return { data, rows, cols }
  if (dims.length === 3) {
    return pooling === undefined
      ? unfit(`its output has ${text}: choose pooling, cls or mean`, "pooling cls or mean")
      : tokens(given, pooling)
  }
  if (dims.length !== 4) return unfit(`its output has ${text}, of which there is no pooling`, "2 to 4 dimensions")
  return pooling === "cls"
    ? unfit(`its output has ${text} and no tokens: take pooling mean`, "pooling mean")
    : places(given)
}
