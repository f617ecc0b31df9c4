import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import * as tf from "@tensorflow/tfjs-core"
import * as Effect from "effect/Effect"
import golden from "../../../test/golden/contrast.json" with { type: "json" }
import { noise } from "../../../test/gradients.ts"
import { load } from "../../backend/load.ts"
import { type Contrast, contrast } from "./contrast.ts"

/** The loss and its gradient as numbers. */
const numbers = (x: ReadonlyArray<number> | Float32Array, width: number, by: Contrast) =>
  tf.tidy(() => {
    const { gradient, loss } = contrast(tf.tensor2d(Float32Array.from(x), [x.length / width, width]), by)
    return { loss: loss.dataSync()[0]!, gradient: Array.from(gradient.dataSync()) } as unknown as tf.TensorContainer
  }) as unknown as { readonly loss: number; readonly gradient: ReadonlyArray<number> }

/** The definition, pair by pair in double precision. */
const plain = (x: ReadonlyArray<number> | Float32Array, width: number, { anchors, temperature }: Contrast): number => {
  const views = x.length / width, images = views / 2
  const rows = Array.from({ length: views }, (_, i) => Array.from(x.slice(i * width, (i + 1) * width)))
  const units = rows.map((row) => row.map((value) => value / Math.max(1e-12, Math.hypot(...row))))
  const score = (i: number, j: number): number =>
    Math.exp(units[i]!.reduce((sum, value, k) => sum + value * units[j]![k]!, 0) / temperature)
  const asked = Array.from({ length: anchors === "first" ? images : views }, (_, i) => {
    const total = units.reduce((sum, _, j) => j === i ? sum : sum + score(i, j), 0)
    return -Math.log(score(i, (i + images) % views) / total)
  })
  return asked.reduce((sum, loss) => sum + loss, 0) / asked.length
}

const shapes = fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 2, max: 4 }))
const anchors = fc.constantFrom("first" as const, "both" as const)

describe.each(["cpu", "wasm"] as const)("the contrastive loss on %s", (backend) => {
  it.effect.each(golden)(
    "is PyTorch's, with its gradient: $anchors, $shape",
    ({ gradient, loss, shape, x, ...by }) =>
      Effect.gen(function*() {
        yield* load(backend)
        const found = numbers(x, shape[1]!, by as Contrast)
        assert.closeTo(found.loss, loss, 2e-6 * Math.max(1, loss))
        const scale = Math.max(1, ...gradient.map(Math.abs))
        gradient.forEach((value, i) => assert.closeTo(found.gradient[i]!, value, 5e-6 * scale))
      })
  )
})

describe("the contrastive loss", () => {
  test.prop([shapes, anchors, fc.constantFrom(0.1, 0.5, 2), fc.nat(100)])(
    "is what the definition says, and its gradient the slope",
    async ([images, width], anchors, temperature, seed) => {
      await Effect.runPromise(load("cpu"))
      const x = noise(2 * images * width, seed), by = { anchors, temperature }
      const { gradient, loss } = numbers(x, width, by)
      assert.closeTo(loss, plain(x, width, by), 1e-4)
      const exact = Array.from(x), scale = Math.max(1, ...gradient.map(Math.abs))
      gradient.forEach((slope, i) => {
        const at = (value: number): number => plain(exact.with(i, value), width, by)
        assert.closeTo(slope, (at(exact[i]! + 1e-5) - at(exact[i]! - 1e-5)) / 2e-5, 2e-4 * scale)
      })
    }
  )

  test.prop([shapes, anchors, fc.nat(100)])(
    "counts directions, not lengths; its gradient is at right angles to each vector",
    async ([images, width], anchors, seed) => {
      await Effect.runPromise(load("cpu"))
      const x = noise(2 * images * width, seed), by = { anchors, temperature: 0.5 }
      const { gradient, loss } = numbers(x, width, by)
      assert.closeTo(numbers(x.map((value) => 4 * value), width, by).loss, loss, 1e-5)
      for (let row = 0; row < 2 * images; row++) {
        let inner = 0
        for (let i = row * width; i < (row + 1) * width; i++) inner += x[i]! * gradient[i]!
        assert.closeTo(inner, 0, 1e-4)
      }
    }
  )

  it.effect("is small where views agree and images differ, and log(2 B − 1) where all are alike", () =>
    Effect.gen(function*() {
      yield* load("cpu")
      const by = { anchors: "first", temperature: 0.1 } as const
      assert.isBelow(numbers([1, 0, 0, 1, 1, 0, 0, 1], 2, by).loss, 1e-3)
      assert.closeTo(numbers([1, 1, 1, 1, 1, 1, 1, 1], 2, by).loss, Math.log(3), 1e-6)
      assert.isAbove(numbers([1, 0, 0, 1, 0, 1, 1, 0], 2, by).loss, 9)
    }))

  it.effect("stands a zero vector, and frees what it made on the way", () =>
    Effect.gen(function*() {
      yield* load("wasm")
      const before = tf.memory().numTensors
      const x = tf.tensor2d([[0, 0], [1, 0], [0, 1], [1, 1]])
      const { gradient, loss } = contrast(x, { anchors: "both", temperature: 0.5 })
      assert.isTrue(Array.from(loss.dataSync()).every(Number.isFinite))
      tf.dispose([x, loss, gradient])
      assert.strictEqual(tf.memory().numTensors, before)
    }))
})
