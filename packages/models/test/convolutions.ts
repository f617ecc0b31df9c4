/** Convolutions and pools whose results backends must agree on to the bit. */
import { assert } from "@effect/vitest"
import { fc } from "@fast-check/vitest"
import * as Rng from "@marginalia/core/Rng"
import * as tf from "@tensorflow/tfjs-core"
import * as Effect from "effect/Effect"
import type { Backend } from "../src/backend/backend.ts"
import { load } from "../src/backend/load.ts"
import type { BackendName } from "../src/backend/names.ts"

/** Small whole numbers, whose sums of products are exact in single precision: backends must agree to the bit. */
const values = (shape: ReadonlyArray<number>, seed: number): Float32Array => {
  const size = shape.reduce((product, n) => product * n, 1)
  return Float32Array.from({ length: size }, (_, i) => Rng.integer(Rng.fromSeed(seed), i, 9) - 4)
}

/** Images, a filter, and how it is moved over them. */
export interface Case {
  readonly x: [number, number, number, number]
  readonly filter: [number, number, number, number]
  readonly stride: number
  readonly pad: "same" | "valid" | number
  readonly seed: number
}

/** A tensor of such numbers. */
export const tensor = (shape: ReadonlyArray<number>, seed: number): tf.Tensor4D =>
  tf.tensor4d(values(shape, seed), [...shape] as [number, number, number, number])

/** The convolution and both gradients, flattened, on one backend. */
export const results = Effect.fnUntraced(
  function*(backend: BackendName | Backend, { filter, pad, seed, stride, x }: Case) {
    yield* load(backend)
    const before = tf.memory().numTensors
    const images = tensor(x, seed), weights = tensor(filter, seed + 1)
    const y = tf.conv2d(images, weights, stride, pad)
    const dy = tensor(y.shape, seed + 2)
    const attrs = { strides: stride, pad, dataFormat: "NHWC", dimRoundingMode: undefined, dilations: 1 }
    const run = (name: string, inputs: tf.NamedTensorMap, more: object): tf.Tensor =>
      tf.engine().runKernel(name, inputs, { ...attrs, ...more } as unknown as tf.NamedAttrMap)
    const dx = run("Conv2DBackpropInput", { dy, filter: weights }, { inputShape: x })
    const dfilter = run("Conv2DBackpropFilter", { x: images, dy }, { filterShape: filter })
    const made = [y, dx, dfilter]
    const numbers = yield* Effect.promise(() => Promise.all(made.map((t) => t.data())))
    tf.dispose([images, weights, dy, ...made])
    assert.strictEqual(tf.memory().numTensors, before)
    return numbers.map((array) => Array.from(array, (v) => v + 0))
  }
)

/** Numbers below 0, no two of which are equal: which of them is the largest is no question, and it is never what lies around. */
const distinct = ([n, tall, wide, channels]: Case["x"], seed: number): tf.Tensor4D => {
  const size = n * tall * wide * channels
  return tf.tensor4d(Float32Array.from(Rng.permutation(Rng.fromSeed(seed), size), (n) => n - size), [
    n,
    tall,
    wide,
    channels
  ])
}

/** The largest of each 3 × 3 window, and its gradient, on one backend. */
export const pools = Effect.fnUntraced(function*(backend: BackendName | Backend, { pad, seed, stride, x }: Case) {
  yield* load(backend)
  const before = tf.memory().numTensors
  const images = distinct(x, seed), attrs = { filterSize: 3, strides: stride, pad, dimRoundingMode: undefined }
  const y = tf.maxPool(images, 3, stride, pad), dy = tensor(y.shape, seed)
  const dx: tf.Tensor = tf.engine().runKernel(
    "MaxPoolGrad",
    { dy, input: images, output: y },
    attrs as unknown as tf.NamedAttrMap
  )
  const numbers = yield* Effect.promise(() => Promise.all([y, dx].map((t) => t.data())))
  tf.dispose([images, y, dy, dx])
  assert.strictEqual(tf.memory().numTensors, before)
  return numbers.map((array) => Array.from(array, (v) => v + 0))
})

/** Shapes on both sides of every threshold. */
export const cases = fc.record({
  images: fc.integer({ min: 1, max: 3 }),
  tall: fc.integer({ min: 3, max: 9 }),
  wide: fc.integer({ min: 3, max: 9 }),
  channels: fc.constantFrom(1, 2, 3, 4, 5, 8),
  outputs: fc.constantFrom(1, 3, 8, 11, 16),
  window: fc.constantFrom(1, 2, 3),
  stride: fc.constantFrom(1, 2, 3),
  pad: fc.constantFrom("same" as const, "valid" as const, 0, 1),
  seed: fc.nat(1000)
}).map((c): Case => ({
  x: [c.images, c.tall, c.wide, c.channels],
  filter: [c.window, c.window, c.channels, c.outputs],
  stride: c.stride,
  pad: c.window === 1 && c.pad === 1 ? "same" : c.pad,
  seed: c.seed
}))
