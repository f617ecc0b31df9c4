import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { askOracle, refusedPath } from "../../test/question.ts"
import { costly } from "./costly.ts"
import { knownLabels } from "./known.ts"
import { noisyLabels } from "./noisy.ts"

describe("costly", () => {
  const known = knownLabels([0, 1, -1, 1])

  it.effect("adds up the prices of the classes told, and leaves the labels alone", () =>
    Effect.gen(function*() {
      const oracle = costly(known, { perClass: [1, 2.5] })
      const { cost, labels } = yield* askOracle(oracle, 3, 2, 0, 1)
      assert.deepStrictEqual([cost, [...labels]], [6, [1, -1, 0, 1]])
      assert.strictEqual((yield* askOracle(costly(known, { perClass: [1, 2.5], declined: 0.5 }), 2)).cost, 0.5)
    }))

  it.effect("prices what an erring annotator says", () =>
    Effect.gen(function*() {
      const swapped = noisyLabels({ labels: [0, 1], confusion: [[0, 1], [1, 0]], seed: 1 })
      assert.strictEqual((yield* askOracle(costly(swapped, { perClass: [1, 7] }), 0)).cost, 7)
    }))

  it.effect("fails on a class without a price", () =>
    Effect.gen(function*() {
      const error = yield* Effect.flip(askOracle(costly(known, { perClass: [1] }), 0, 1))
      assert.deepStrictEqual<unknown>(error.reason, { _tag: "NoPrice", value: 1, prices: 1 })
    }))

  it("refuses prices that are none", () => {
    for (const price of [-1, Infinity, Number.NaN]) {
      assert.strictEqual(refusedPath(() => costly(known, { perClass: [1, price] })), "perClass.1")
      assert.strictEqual(refusedPath(() => costly(known, { perClass: [1], declined: price })), "declined")
    }
  })
})
