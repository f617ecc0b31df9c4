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
        const { reason } = yield* Effect.flip(evaluated([0, 1], [0, value]))
        const fault = { _tag: "UnknownClass", list: "predicted", index: 1, value, least: 0, most: 1 }
        assert.deepStrictEqual<unknown>(reason, fault)
      }
      const truth = yield* Effect.flip(evaluated([0, 2], [0, 1]))
      assert.deepInclude(truth.reason, { list: "actual", index: 1, value: 2, least: -1 })
      const short = yield* Effect.flip(evaluated([0, 1], [0]))
      assert.deepStrictEqual<unknown>(short.reason, { _tag: "WrongCount", list: "predicted", given: 1, expected: 2 })
      const none = yield* Effect.flip(evaluated(undefined, [0]))
      assert.deepStrictEqual<unknown>(none.reason, { _tag: "NoList", list: "actual", value: undefined })
      assert.match(none.message, /gave undefined as the test items' true/)
      assert.match((yield* Effect.flip(evaluation(undefined as unknown as Evaluation, 2))).message, /undefined/)
    }))

  it.effect("is a class for each item of the pool", () =>
    Effect.gen(function*() {
      assert.deepStrictEqual(yield* poolClasses([0, 1] as unknown as Int32Array, 2, 2), Int32Array.of(0, 1))
      const short = yield* Effect.flip(poolClasses(Int32Array.of(0), 2, 2))
      assert.deepStrictEqual<unknown>(short.reason, { _tag: "WrongCount", list: "pool", given: 1, expected: 2 })
      assert.match(short.message, /gave 1 predicted classes of the pool; there must be 2, one for each item/)
      const wrong = yield* Effect.flip(poolClasses(Int32Array.of(0, 7), 2, 2))
      assert.deepInclude(wrong.reason, { list: "pool", index: 1, value: 7, most: 1 })
      assert.deepInclude((yield* Effect.flip(poolClasses(Int32Array.of(0, -1), 2, 2))).reason, { value: -1 })
    }))

  it.effect("is a model", () =>
    Effect.gen(function*() {
      const model = { classifier: {}, test: Effect.void, pool: Effect.void } as unknown as Trained
      assert.strictEqual(yield* trained(model), model)
      for (const value of [undefined, {}, { ...model, classifier: null }]) {
        const error = yield* Effect.flip(trained(value as unknown as Trained))
        assert.deepStrictEqual<unknown>(error.reason, { _tag: "NoModel", value })
      }
      const { reason } = yield* Effect.flip(trained({ ...model, pool: 3 } as unknown as Trained))
      assert.deepStrictEqual<unknown>(reason, { _tag: "NoEffect", output: "pool", value: 3 })
    }))

  it.effect("is caught by its reason", () =>
    Effect.gen(function*() {
      const counts = poolClasses(Int32Array.of(0), 2, 2).pipe(
        Effect.catchReason("LearnerError", "WrongCount", ({ expected, given }) => Effect.succeed([given, expected]))
      )
      assert.deepStrictEqual(yield* counts, [1, 2])
      const hostile = {
        get actual() {
          throw new Error("gone")
        }
      } as unknown as Evaluation
      assert.strictEqual((yield* Effect.flip(evaluation(hostile, 2))).reason._tag, "Unreadable")
    }))
})
