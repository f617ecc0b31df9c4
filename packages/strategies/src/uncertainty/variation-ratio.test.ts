import { assert, describe, it } from "@effect/vitest"
import { test } from "@fast-check/vitest"
import * as Effect from "effect/Effect"
import { agrees } from "../../test/golden/uncertainty.ts"
import { anyPasses, rows, scored } from "../../test/model-based.ts"
import { leastConfidenceDropout } from "./least-confidence-dropout.ts"
import { variationRatio } from "./variation-ratio.ts"

const passes = [rows([0.6, 0.4, 0], [0.5, 0.5, 0]), rows([0.6, 0.4, 0], [0, 1, 0]), rows([0.4, 0.6, 0], [0, 1, 0])]

describe("variation-ratio", () => {
  it.effect("agrees with numpy", () => agrees(variationRatio()))

  it.effect("by hand: a pass's tie counts for the smaller class", () =>
    Effect.map(
      scored(variationRatio(), { passes }),
      (scores) => assert.deepStrictEqual(scores, Float64Array.of(1 - 2 / 3, 1 - 2 / 3))
    ))

  test.prop([anyPasses])(
    "is a multiple of 1/T below 1; official is least confidence under dropout",
    (passes) =>
      Effect.runPromise(Effect.gen(function*() {
        for (const x of yield* scored(variationRatio(), { passes })) {
          assert.closeTo(x * passes.length, Math.round(x * passes.length), 1e-9)
          assert.isTrue(x >= 0 && x < 1)
        }
        assert.deepStrictEqual(
          yield* scored(variationRatio({ profile: "official" }), { passes }),
          yield* scored(leastConfidenceDropout(), { passes })
        )
      }))
  )
})
