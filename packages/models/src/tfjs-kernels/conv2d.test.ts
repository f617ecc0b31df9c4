import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import * as Rng from "@marginalia/core/Rng"
import * as tf from "@tensorflow/tfjs-core"
import * as Effect from "effect/Effect"
import { runs } from "../../../core/test/runs.ts"
import { load } from "../backend/load.ts"

/** Small whole numbers, whose sums of products are exact in single precision: backends must agree to the bit. */
const values = (shape: ReadonlyArray<number>, seed: number): Float32Array => {
  const size = shape.reduce((product, n) => product * n, 1)
  return Float32Array.from({ length: size }, (_, i) => Rng.integer(Rng.fromSeed(seed), i, 9) - 4)
}

interface Case {
  readonly x: [number, number, number, number]
  readonly filter: [number, number, number, number]
  readonly stride: number
  readonly pad: "same" | "valid" | number
  readonly seed: number
}

const tensor = (shape: ReadonlyArray<number>, seed: number): tf.Tensor4D =>
  tf.tensor4d(values(shape, seed), [...shape] as [number, number, number, number])

/** The convolution and both gradients, flattened, on one backend. */
const results = Effect.fnUntraced(function*(backend: "wasm" | "cpu", { filter, pad, seed, stride, x }: Case) {
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
})

const agree = Effect.fnUntraced(function*(given: Case) {
  assert.deepStrictEqual(yield* results("wasm", given), yield* results("cpu", given))
})

const cases = fc.record({
  images: fc.integer({ min: 1, max: 3 }),
  tall: fc.integer({ min: 3, max: 9 }),
  wide: fc.integer({ min: 3, max: 9 }),
  channels: fc.constantFrom(1, 2, 3, 4, 5, 8),
  outputs: fc.constantFrom(1, 3, 8, 11, 16),
  window: fc.constantFrom(1, 2, 3),
  stride: fc.constantFrom(1, 2, 3),
  pad: fc.constantFrom("same" as const, "valid" as const, 1),
  seed: fc.nat(1000)
})

describe("convolutions on wasm", () => {
  test.prop([cases], { numRuns: runs(40) })(
    "and their gradients are the cpu backend's",
    (c) =>
      Effect.runPromise(agree({
        x: [c.images, c.tall, c.wide, c.channels],
        filter: [c.window, c.window, c.channels, c.outputs],
        stride: c.stride,
        pad: c.window === 1 && c.pad === 1 ? "same" : c.pad,
        seed: c.seed
      }))
  )

  it.effect("take the 7 × 7 stem with stride 2", () =>
    agree({ x: [2, 17, 17, 3], filter: [7, 7, 3, 8], stride: 2, pad: 3, seed: 1 }))

  it.effect("leave dilation to tfjs", () =>
    Effect.gen(function*() {
      const run = (backend: "wasm" | "cpu") =>
        load(backend).pipe(Effect.map(() =>
          tf.tidy(() =>
            Array.from(tf.conv2d(tensor([1, 7, 7, 2], 1), tensor([3, 3, 2, 8], 2), 1, "valid", "NHWC", 2).dataSync())
          )
        ))
      assert.deepStrictEqual(yield* run("wasm"), yield* run("cpu"))
    }))

  it.effect("segments of rows are added up, strangers left out", () =>
    Effect.gen(function*() {
      yield* load("wasm")
      const sums = tf.tidy(() => {
        const rows = tf.tensor2d([[1, 2], [3, 4], [5, 6], [7, 8], [9, 9]])
        return Array.from(tf.unsortedSegmentSum(rows, tf.tensor1d([0, 2, 0, 1, -1], "int32"), 3).dataSync())
      })
      assert.deepStrictEqual(sums, [6, 8, 7, 8, 3, 4])
    }))
})
