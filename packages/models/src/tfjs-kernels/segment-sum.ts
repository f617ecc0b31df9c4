/** tfjs's UnsortedSegmentSum for the wasm backend: the gradient of gathering rows. */
import * as tf from "@tensorflow/tfjs-core"
import { room, view, type WasmBackend } from "./wasm-backend.ts"

/** Row s of the result is the sum of the rows i of `x` with `segmentIds[i]` = s; ids outside are left out. */
export const segmentSum = (
  backend: WasmBackend,
  x: tf.TensorInfo,
  ids: ArrayLike<number>,
  segments: number
): tf.TensorInfo => {
  const shape = [segments, ...x.shape.slice(1)]
  const out = room(backend, shape)
  const from = view(backend, x), to = view(backend, out)
  const size = tf.util.sizeFromShape(x.shape.slice(1))
  to.fill(0)
  for (let i = 0; i < ids.length; i++) {
    const segment = ids[i]!
    if (segment < 0 || segment >= segments) continue
    for (let j = 0; j < size; j++) to[segment * size + j]! += from[i * size + j]!
  }
  return out
}
