import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import type { Evaluation, Trained } from "../Learner.ts"
import { evaluation, poolClasses, trained } from "./learner.ts"

const evaluated = (actual: unknown, predicted: unknown) => evaluation({ actual, predicted } as Evaluation, 2)

describe("what a learner gives", () => {
  it.effect("is a true class, or −1, and a predicted one for each test item", () =>
    Effect.gen(function*() {
      assert.deepStrictEqual(yield* evaluated([0, -1], [1, 0]), {
        actual: Int32Array.of(0, -1),
        predicted: Int32Array.of(1, 0)
      })
      const same = Int32Array.of(0, 1)
      assert.strictEqual((yield* evaluated(same, same)).actual, same)
    }))

  it.effect("is refused by place and value", () =>
    Effect.gen(function*() {
      for (const value of [2, -1, 0.5, Number.NaN, "a", undefined]) {
        const error = yield* Effect.flip(evaluated([0, 1], [0, value]))
        assert.deepStrictEqual([error._tag, error.output, error.position, error.value], [
          "LearnerError",
          "test",
          1,
          value
        ])
        assert.strictEqual(error.range, "a whole number from 0 to 1")
      }
      assert.strictEqual((yield* Effect.flip(evaluated([0, 2], [0, 1]))).value, 2)
      const short = yield* Effect.flip(evaluated([0, 1], [0]))
      assert.deepStrictEqual([short.expected, short.given], [2, 1])
      assert.match((yield* Effect.flip(evaluated(undefined, [0]))).message, /gave undefined as the test items' true/)
      assert.match((yield* Effect.flip(evaluation(undefined as unknown as Evaluation, 2))).message, /undefined/)
    }))

  it.effect("is a class for each item of the pool", () =>
    Effect.gen(function*() {
      assert.deepStrictEqual(yield* poolClasses([0, 1] as unknown as Int32Array, 2, 2), Int32Array.of(0, 1))
      const short = yield* Effect.flip(poolClasses(Int32Array.of(0), 2, 2))
      assert.deepStrictEqual([short.output, short.expected, short.given], ["pool", 2, 1])
      assert.strictEqual((yield* Effect.flip(poolClasses(Int32Array.of(0, 7), 2, 2))).position, 1)
      assert.strictEqual((yield* Effect.flip(poolClasses(Int32Array.of(0, -1), 2, 2))).value, -1)
    }))

  it.effect("is a model", () =>
    Effect.gen(function*() {
      const model = { classifier: {}, test: Effect.void, pool: Effect.void } as unknown as Trained
      assert.strictEqual(yield* trained(model), model)
      for (const wrong of [undefined, {}, { ...model, pool: 3 }, { ...model, classifier: null }]) {
        assert.strictEqual((yield* Effect.flip(trained(wrong as Trained))).output, "model")
      }
    }))
})
