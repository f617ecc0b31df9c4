/** Weights to start from, drawn by name: the same key gives the same weights on every machine. */
import * as Rng from "@marginalia/core/Rng"
import * as tf from "@tensorflow/tfjs-core"
import { sizeOf, type Start, type Weight } from "./layer/Layer.ts"

const UNIT = 2 ** -32

/** Two independent standard normal numbers from two words of 32 random bits (Box and Muller). */
const pair = (a: number, b: number, out: Float32Array, at: number, deviation: number): void => {
  const length = deviation * Math.sqrt(-2 * Math.log((a + 0.5) * UNIT)), angle = 2 * Math.PI * b * UNIT
  out[at] = length * Math.cos(angle)
  if (at + 1 < out.length) out[at + 1] = length * Math.sin(angle)
}

const normal = (key: Rng.Key, size: number, deviation: number): Float32Array => {
  const out = new Float32Array(size), words = new Uint32Array(4)
  for (let i = 0; i < size; i += 4) {
    Rng.block(key, i >>> 2, 0, 0, 0x6e726d, words)
    pair(words[0]!, words[1]!, out, i, deviation)
    if (i + 2 < size) pair(words[2]!, words[3]!, out, i + 2, deviation)
  }
  return out
}

const uniform = (key: Rng.Key, size: number, bound: number): Float32Array =>
  Float32Array.from({ length: size }, (_, i) => bound * (2 * Rng.uniform(key, i) - 1))

/** The numbers of one weight. O(size). */
export const draw = (key: Rng.Key, size: number, start: Start): Float32Array => {
  if (start.kind === "constant") return new Float32Array(size).fill(start.value)
  return start.kind === "normal"
    ? normal(key, size, Math.sqrt(2 / start.fan))
    : uniform(key, size, Math.sqrt(1 / start.fan))
}

/** Tensors for all weights; they belong to the caller. */
export const initialize = (weights: ReadonlyArray<Weight>, key: Rng.Key): Map<string, tf.Tensor> =>
  new Map(weights.map(({ name, shape, start }) => {
    const values = draw(Rng.derive(key, name), sizeOf(shape), start)
    return [name, tf.tensor(values, [...shape])]
  }))
