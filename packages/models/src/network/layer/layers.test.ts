import { assert, describe, it } from "@effect/vitest"
import * as tf from "@tensorflow/tfjs-core"
import * as Effect from "effect/Effect"
import { checkGradients, drawWeights, gradientsOf, noise, runOf } from "../../../test/gradients.ts"
import { load } from "../../backend/load.ts"
import { dropout, flatten, relu } from "./activation.ts"
import { batchNorm } from "./batch-norm.ts"
import { convolution } from "./convolution.ts"
import { dense } from "./dense.ts"
import { type Layer, sizeOf } from "./Layer.ts"
import { globalMean, maxPool } from "./pool.ts"
import { residual, sequence } from "./sequence.ts"

const conv = (outputs: number, stride = 1, window = 3) =>
  convolution("conv", { input: [5, 4, 2], outputs, window, stride, pad: (window - 1) / 2 })

const block = residual(
  sequence([
    convolution("a", { input: [3, 3, 2], outputs: 4, window: 3, stride: 2, pad: 1 }),
    batchNorm("an", [2, 2, 4])
  ]),
  sequence([
    convolution("s", { input: [3, 3, 2], outputs: 4, window: 1, stride: 2, pad: 0 }),
    batchNorm("sn", [2, 2, 4])
  ])
)

const layers: { readonly [name: string]: readonly [layer: Layer, shape: ReadonlyArray<number>] } = {
  dense: [dense("d", 3, 4), [5, 3]],
  relu: [relu([6]), [3, 6]],
  dropout: [dropout("drop", [6], 0.4), [3, 6]],
  flatten: [sequence([flatten([2, 2, 2]), dense("d", 8, 2)]), [2, 2, 2, 2]],
  "convolution 3 × 3": [conv(3), [2, 5, 4, 2]],
  "convolution with stride 2": [conv(8, 2), [2, 5, 4, 2]],
  "convolution 1 × 1 with stride 2": [conv(4, 2, 1), [2, 5, 4, 2]],
  "max-pool": [maxPool([5, 4, 2]), [2, 5, 4, 2]],
  "global mean": [globalMean([3, 2, 4]), [2, 3, 2, 4]],
  "batch normalization": [batchNorm("bn", [4]), [7, 4]],
  "batch normalization with relu, 3 channels": [batchNorm("bn", [2, 2, 3], true), [3, 2, 2, 3]],
  "batch normalization with relu, 8 channels": [batchNorm("bn", [2, 2, 8], true), [3, 2, 2, 8]],
  "residual with shortcut": [block, [3, 3, 3, 2]],
  "residual with identity": [
    residual(sequence([
      convolution("a", { input: [3, 3, 4], outputs: 4, window: 3, stride: 1, pad: 1 }),
      batchNorm("an", [3, 3, 4], true),
      convolution("b", { input: [3, 3, 4], outputs: 4, window: 1, stride: 1, pad: 0 }),
      batchNorm("bn", [3, 3, 4])
    ])),
    [2, 3, 3, 4]
  ]
}

describe.each(Object.keys(layers))("%s", (name) => {
  const [layer, shape] = layers[name]!
  it.effect.each(["cpu", "wasm"] as const)(
    "has the gradients of finite differences on %s",
    (backend) =>
      Effect.gen(function*() {
        yield* load(backend)
        const before = tf.memory().numTensors
        checkGradients(layer, shape, name.includes("batch") || name.includes("residual") ? 2e-2 : 5e-3)
        assert.strictEqual(tf.memory().numTensors, before)
      })
  )

  it.effect("says the shape of its output, and agrees between the backends", () =>
    Effect.gen(function*() {
      const x = noise(sizeOf(shape), 3), values = drawWeights(layer, 4)
      const on = (backend: "cpu" | "wasm") =>
        load(backend).pipe(Effect.map(() => {
          const y = tf.tidy(() => {
            const { y } = layer.forward(tf.tensor(x, [...shape]), runOf(layer, values, "predict"))
            assert.deepStrictEqual(y.shape.slice(1), [...layer.output])
            return Array.from(y.dataSync()) as unknown as tf.TensorContainer
          }) as unknown as Array<number>
          const { weights, x: dx } = gradientsOf(layer, values, x, shape)
          return [...y, ...dx!, ...[...weights.values()].flatMap((w) => [...w])]
        }))
      const wasm = yield* on("wasm"), cpu = yield* on("cpu")
      wasm.forEach((value, i) => assert.closeTo(value, cpu[i]!, 2e-4 * Math.max(1, Math.abs(cpu[i]!)), String(i)))
    }))

  it.effect("keeps nothing after training's two ways", () =>
    Effect.gen(function*() {
      yield* load("wasm")
      const values = drawWeights(layer, 4)
      const run = runOf(layer, values, "train"), x = tf.tensor(noise(sizeOf(shape), 3), [...shape])
      const before = tf.memory().numTensors
      const { back, y } = layer.forward(x, run)
      const dy = tf.ones(y.shape), dx = back(dy)
      tf.dispose([dx!, dy, y, ...run.gradients.values(), ...run.updates.values()])
      assert.strictEqual(tf.memory().numTensors, before)
      tf.dispose([x, ...run.weights.values()])
    }))
})
