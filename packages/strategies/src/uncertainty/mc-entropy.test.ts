import { assert, describe, it } from "@effect/vitest"
import { test } from "@fast-check/vitest"
import * as Effect from "effect/Effect"
import { agrees } from "../../test/golden/uncertainty.ts"
import { anyPasses, anyProbability, near, rows, scored } from "../../test/model-based.ts"
import { entropy } from "./entropy.ts"
import { entropyDropout, mcEntropy } from "./mc-entropy.ts"

describe("mc-entropy", () => {
  it.effect("agrees with scipy", () => agrees(mcEntropy()))
  it.effect("agrees with scipy under its other name", () => agrees(entropyDropout()))

  it.effect("is the entropy of the mean, not the mean entropy", () =>
    Effect.map(
      scored(mcEntropy(), { passes: [rows([1, 0]), rows([0, 1])] }),
      (scores) => assert.deepStrictEqual(scores, Float64Array.of(Math.LN2))
    ))

  test.prop([anyProbability])(
    "of passes that agree is the entropy",
    (probability) =>
      Effect.runPromise(Effect.gen(function*() {
        const x = yield* scored(mcEntropy(), { passes: [probability, probability] })
        const y = yield* scored(entropy(), { probability })
        x.forEach((value, i) => assert.isTrue(near(value, y[i]!, 1e-14)))
      }))
  )

  test.prop([anyPasses])(
    "does not depend on the order of the passes",
    (passes) =>
      Effect.runPromise(Effect.gen(function*() {
        const x = yield* scored(mcEntropy(), { passes })
        const y = yield* scored(mcEntropy(), { passes: passes.toReversed() })
        x.forEach((value, i) => assert.isTrue(near(value, y[i]!, 1e-13)))
      }))
  )
})
