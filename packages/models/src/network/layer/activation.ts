/** Layers without weights that act number by number. */
import * as Rng from "@marginalia/core/Rng"
import * as tf from "@tensorflow/tfjs-core"
import { wasmMask } from "../../tfjs-kernels/dropout.ts"
import { type Layer, type Run, sizeOf } from "./Layer.ts"
import { reluBack } from "./sequence.ts"

/** max(0, x), of items of a `shape`. */
export const relu = (shape: ReadonlyArray<number>): Layer => ({
  weights: [],
  output: shape,
  macs: 0,
  kept: sizeOf(shape),
  forward: (x) => {
    const y = tf.relu(x)
    return { y, back: (dy) => reluBack(dy, y) }
  }
})

/** Ones and zeros, scaled so that the mean stays 1: which numbers a dropout with this key keeps. */
const mask = (key: Rng.Key, shape: Array<number>, rate: number): tf.Tensor => {
  if (tf.getBackend() === "wasm") return wasmMask(key, shape, rate)
  const keep = new Float32Array(sizeOf(shape)), kept = 1 / (1 - rate)
  for (let i = 0; i < keep.length; i++) keep[i] = Rng.uniform(key, i) < rate ? 0 : kept
  return tf.tensor(keep, shape)
}

const dropped = (x: tf.Tensor, run: Run, name: string, rate: number): { kept: tf.Tensor; y: tf.Tensor } => {
  const kept = mask(Rng.derive(run.key, name), x.shape, rate)
  return { kept, y: tf.mul(x, kept) }
}

/**
 * Sets each number of items of a `shape` to zero with probability `rate` and scales the others by 1 / (1 − rate); off
 * in `predict` mode. What is dropped is drawn by the layer's `name`.
 */
export const dropout = (name: string, shape: ReadonlyArray<number>, rate: number): Layer => ({
  weights: [],
  output: shape,
  macs: 0,
  kept: 2 * sizeOf(shape),
  forward: (x, run) => {
    if (run.mode === "predict") return { y: x.clone(), back: (dy) => dy.clone() }
    const { kept, y } = dropped(x, run, name, rate)
    const back = (dy: tf.Tensor): tf.Tensor => {
      const dx = tf.mul(dy, kept)
      kept.dispose()
      return dx
    }
    return { y, back }
  }
})

/** Images of a `shape` to vectors, in place. */
export const flatten = (shape: ReadonlyArray<number>): Layer => ({
  weights: [],
  output: [sizeOf(shape)],
  macs: 0,
  kept: 0,
  forward: (x) => ({
    y: tf.reshape(x, [x.shape[0]!, sizeOf(shape)]),
    back: (dy) => tf.reshape(dy, x.shape)
  })
})
