/** Our kernels work on eight outputs at a time; these fill up with zeros what is not a multiple of eight. */
import type * as tf from "@tensorflow/tfjs-core"
import { room, view, type WasmBackend } from "./wasm-backend.ts"

const LANES = 8

/** The next multiple of 8. */
export const whole = (n: number): number => Math.ceil(n / LANES) * LANES

/** Blocks of `from` numbers become blocks of `to`: filled up with zeros, or cut off. */
const reblock = (
  backend: WasmBackend,
  x: tf.TensorInfo,
  shape: ReadonlyArray<number>,
  from: number,
  to: number
): tf.TensorInfo => {
  const result = room(backend, shape)
  const source = view(backend, x), target = view(backend, result)
  const kept = Math.min(from, to)
  target.fill(0)
  for (let read = 0, write = 0; read < source.length; read += from, write += to) {
    for (let i = 0; i < kept; i++) target[write + i] = source[read + i]!
  }
  return result
}

/** The last axis filled up to `size`; the tensor itself where it is that long. */
export const widen = (backend: WasmBackend, x: tf.TensorInfo, size: number): tf.TensorInfo => {
  const last = x.shape.at(-1)!
  return last === size ? x : reblock(backend, x, [...x.shape.slice(0, -1), size], last, size)
}

/** A filter's axis of inputs filled up to `size`. */
export const widenInputs = (backend: WasmBackend, filter: tf.TensorInfo, size: number): tf.TensorInfo => {
  const [high, width, channels, outputs] = filter.shape as [number, number, number, number]
  if (channels === size) return filter
  return reblock(backend, filter, [high, width, size, outputs], channels * outputs, size * outputs)
}

/** Notes that `made` is to be freed, unless it is the tensor that it was made from. */
export type Scope = (made: tf.TensorInfo, from: tf.TensorInfo) => tf.TensorInfo

/** What `compute` gives with its last axis cut to `size`; frees what `compute` noted. */
export const narrowed = (
  backend: WasmBackend,
  size: number,
  compute: (scope: Scope) => tf.TensorInfo
): tf.TensorInfo => {
  const made: Array<tf.TensorInfo> = []
  const wide = compute((tensor, from) => {
    if (tensor !== from) made.push(tensor)
    return tensor
  })
  const last = wide.shape.at(-1)!
  const result = last === size ? wide : reblock(backend, wide, [...wide.shape.slice(0, -1), size], last, size)
  if (result !== wide) made.push(wide)
  for (const tensor of made) backend.disposeData(tensor.dataId)
  return result
}
