import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import * as Rng from "@marginalia/core/Rng"
import * as tf from "@tensorflow/tfjs-core"
import * as Effect from "effect/Effect"
import { noise } from "../../test/gradients.ts"
import { load } from "../backend/load.ts"
import { wasmChannels } from "./channels.ts"
import { wasmMask } from "./dropout.ts"
import { argumentsOf, hire, RANGE, ranges, threadsOf } from "./module.ts"
import { wasmBackend } from "./wasm-backend.ts"

const attrs = { strides: 1, pad: 1, dataFormat: "NHWC", dimRoundingMode: undefined, dilations: 1 }

const run = (name: string, inputs: tf.NamedTensorMap, more: object): tf.Tensor =>
  tf.engine().runKernel(name, inputs, { ...attrs, ...more } as unknown as tf.NamedAttrMap)

/** Every kernel that is split among threads, on sizes that are worth it. */
const everything = (): ReadonlyArray<tf.TypedArray> => {
  const found: Array<tf.TypedArray> = []
  // Numbers that tidy gives back are looked through, one by one, for tensors to keep.
  tf.tidy(() => {
    const shape = [5, 13, 11, 20] as const, filter = [3, 3, 20, 24] as const
    const size = 5 * 13 * 11 * 20
    const x = tf.tensor(noise(size, 1), [...shape]), w = tf.tensor(noise(9 * 20 * 24, 2), [...filter])
    const big = tf.tensor(noise(2 ** 19, 3), [2 ** 15, 16]), dy = tf.tensor(noise(2 ** 19, 4), [2 ** 15, 16])
    const y = run("Conv2D", { x, filter: w }, {})
    const { mean, variance } = wasmChannels.statistics(big)
    const normal = wasmChannels.affine(big, mean, variance, true)
    const { products, sums } = wasmChannels.gradientSums(big, mean, dy, normal)
    const dx = run("Conv2DBackpropInput", { dy: y, filter: w }, { inputShape: shape })
    const dw = run("Conv2DBackpropFilter", { x, dy: y }, { filterShape: filter })
    const combined = wasmChannels.combine(big, dy, normal, { a: mean, b: variance, k: sums })
    const mask = wasmMask(Rng.fromSeed(5), [2 ** 9, 31], 0.4)
    const all = [y, dx, dw, mean, variance, normal, sums, products, combined, mask]
    found.push(...all.map((tensor) => tensor.dataSync()))
  })
  return found
}

describe("threads", () => {
  it.live("change no bit of any kernel", () =>
    Effect.gen(function*() {
      yield* load("wasm")
      const had = threadsOf(wasmBackend())
      const on = (threads: number) => Effect.promise(() => hire(wasmBackend(), threads)).pipe(Effect.map(everything))
      const one = yield* on(1), two = yield* on(2), three = yield* on(3)
      // A machine with one processor has no shared memory, and stays with one thread.
      assert.strictEqual(threadsOf(wasmBackend()), had > 1 ? 3 : 1)
      assert.deepStrictEqual(two, one)
      assert.deepStrictEqual(three, one)
      yield* on(had)
    }))

  test.prop([fc.integer({ min: 1, max: 100 }), fc.integer({ min: 1, max: 9 }), fc.constantFrom(1, 4)])(
    "take ranges that cover all items once, at multiples of the alignment",
    (units, threads, align) => {
      const items = units * align
      const parts = ranges({ items, align, cost: Infinity }, threads)
      assert.strictEqual(parts.length, Math.min(threads, units))
      assert.strictEqual(parts[0]![0], 0)
      assert.strictEqual(parts.at(-1)![1], items)
      parts.forEach(([from, to], i) => {
        assert.strictEqual(from % align, 0)
        assert.isBelow(from, to)
        if (i > 0) assert.strictEqual(parts[i - 1]![1], from)
      })
    }
  )

  it("are not bothered with little work", () => {
    assert.deepStrictEqual(ranges({ items: 100, cost: 1000 }, 4), [[0, 100]])
  })

  test.prop([fc.nat(500), fc.integer({ min: 1, max: 8 }), fc.constantFrom(1, 4)])(
    "are given all items between them, wherever the range stands, and memory of their own",
    (items, threads, align) => {
      const parts = ranges({ items, align, cost: Infinity }, threads)
      const calls = parts.map((range, part) => argumentsOf([7, RANGE, { from: 1000, share: 64 }, 9], range, part))
      const covered = calls.flatMap(([, from, to]) => Array.from({ length: to! - from! }, (_, i) => from! + i))
      assert.deepStrictEqual(covered, Array.from({ length: items }, (_, i) => i))
      assert.deepStrictEqual(calls.map(([, , , own]) => own), parts.map((_, part) => 1000 + 64 * part))
      assert.isTrue(calls.every((call) => call.length === 5 && call[0] === 7 && call[4] === 9))
    }
  )
})
