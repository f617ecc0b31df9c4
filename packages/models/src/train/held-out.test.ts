import { assert, describe, it } from "@effect/vitest"
import { Message } from "@marginalia/core"
import * as Effect from "effect/Effect"
import { aboutHeldOut, accuracyText, affordable, planFolds } from "./held-out.ts"
import type { Learnable } from "./learnable.ts"

const learnable = (labels: ReadonlyArray<number>): Learnable => ({
  classNames: ["ant", "bee", "cat", "dog"],
  data: {
    items: { data: new Float32Array(labels.length), rows: labels.length, shape: [1] },
    at: Uint32Array.from(labels.keys()),
    labels: Int32Array.from(labels),
    classes: 4
  }
})

const enough = learnable([0, 0, 0, 1, 1, 1])

describe("the folds of train", () => {
  it.effect("are 5, fewer for fewer labels, and none where there are test items", () =>
    Effect.gen(function*() {
      const none = undefined
      assert.deepStrictEqual(yield* planFolds(none, enough, false), { folds: 5, asked: false })
      assert.deepStrictEqual(yield* planFolds(none, learnable([0, 0, 1, 1]), false), { folds: 4, asked: false })
      assert.deepStrictEqual(yield* planFolds(none, enough, true), { folds: 0, asked: false })
      assert.deepStrictEqual(yield* planFolds(3, enough, true), { folds: 3, asked: true })
      assert.deepStrictEqual(yield* planFolds(0, learnable([0, 1]), false), { folds: 0, asked: false })
    }))

  it.effect("are none, and it is said why, where a class has one label", () =>
    Effect.gen(function*() {
      const one = yield* planFolds(undefined, learnable([0, 0, 2, 0]), false)
      assert.deepStrictEqual([one.folds, one.why], [
        0,
        "the class cat has 1 label, and folds take 2 of each class; label another"
      ])
      assert.match(
        (yield* planFolds(undefined, learnable([0, 1, 3]), false)).why! as string,
        /ant has 1 label, as 2 more,/
      )
    }))

  it.effect("are refused where they were asked for and cannot be", () =>
    Effect.gen(function*() {
      for (
        const [folds, labels, message] of [
          [2, [0, 0, 2, 0], /`folds: 2`: the class cat has 1 label/],
          [7, [0, 0, 0, 1, 1, 1], /`folds: 7`: there are 6 labels for 7 folds/],
          [1, [0, 0, 1, 1], /`folds: 1`: one fold leaves nothing to learn from/]
        ] as const
      ) assert.match((yield* Effect.flip(planFolds(folds, learnable(labels), false))).message, message)
    }))

  it("are left out unasked where they would take more than five minutes", () => {
    const plan = { folds: 5, asked: false }
    assert.deepStrictEqual(affordable(plan, 75), plan)
    const { folds, why } = affordable(plan, 76)
    assert.deepStrictEqual([folds, Message.toCode(why!)], [
      0,
      "5 folds would take about 5 min here; `folds: 5` takes it"
    ])
    assert.deepStrictEqual(affordable({ folds: 5, asked: true }, 7600), { folds: 5, asked: true })
  })

  it("are told with the training accuracy", () => {
    const folds = [{ items: 2, accuracy: 1 }, { items: 2, accuracy: 0.5 }]
    const probability = { data: new Float32Array(8), rows: 4, cols: 2 }
    const found = { folds, mean: 0.75, standardDeviation: 0.354, predicted: new Int32Array(4), probability }
    assert.strictEqual(
      accuracyText(1, { found }),
      "training accuracy 1.000, cross-validated accuracy 0.75 ± 0.35 (2 folds)"
    )
    assert.strictEqual(accuracyText(1, { why: "so" }), "training accuracy 1.000; not cross-validated: so")
    assert.strictEqual(accuracyText(1, {}), "training accuracy 1.000")
    assert.deepStrictEqual(aboutHeldOut({ found }), { crossValidated: { mean: 0.75, standardDeviation: 0.354, folds } })
    assert.deepStrictEqual(aboutHeldOut({ why: "so" }), { crossValidated: null, whyNotCrossValidated: "so" })
    assert.deepStrictEqual(aboutHeldOut({}), {})
  })
})
