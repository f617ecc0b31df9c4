import { assert, describe, it } from "@effect/vitest"
import { test } from "@fast-check/vitest"
import * as Effect from "effect/Effect"
import { agrees } from "../../test/golden/uncertainty.ts"
import { anyPasses, rows, scored } from "../../test/model-based.ts"
import { variationRatio } from "./variation-ratio.ts"
import { voteEntropy } from "./vote-entropy.ts"

describe("vote-entropy", () => {
  it.effect("agrees with scipy", () => agrees(voteEntropy()))

  it.effect("by hand: one vote each is log 2, one mind is 0", () =>
    Effect.map(
      scored(voteEntropy(), { passes: [rows([0.9, 0.1], [0, 1]), rows([0.4, 0.6], [0, 1])] }),
      (scores) => assert.deepStrictEqual(scores, Float64Array.of(Math.LN2, 0))
    ))

  test.prop([anyPasses])(
    "is 0 exactly where the variation ratio is, and at most log of the members or classes",
    (passes) =>
      Effect.runPromise(Effect.gen(function*() {
        const x = yield* scored(voteEntropy(), { passes })
        const ratio = yield* scored(variationRatio(), { passes })
        x.forEach((value, i) => {
          assert.strictEqual(value === 0, ratio[i] === 0)
          assert.isAtMost(value, Math.log(Math.min(passes.length, passes[0]!.cols)) + 1e-12)
        })
      }))
  )
})
