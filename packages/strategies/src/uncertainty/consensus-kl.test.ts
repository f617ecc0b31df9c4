import { assert, describe, it } from "@effect/vitest"
import { test } from "@fast-check/vitest"
import * as Effect from "effect/Effect"
import { agrees } from "../../test/golden/uncertainty.ts"
import { anyPasses, rows, scored } from "../../test/model-based.ts"
import { consensusKl } from "./consensus-kl.ts"

describe("consensus-kl", () => {
  it.effect("agrees with scipy", () => agrees(consensusKl()))

  it.effect("by hand: members that contradict each other are log 2 away from their consensus", () =>
    Effect.map(
      scored(consensusKl(), { passes: [rows([1, 0], [0.1, 0.9]), rows([0, 1], [0.1, 0.9])] }),
      (scores) => assert.deepStrictEqual(scores, Float64Array.of(Math.LN2, 0))
    ))

  test.prop([anyPasses])(
    "is not negative, and the same for the members in any order",
    (passes) =>
      Effect.runPromise(Effect.gen(function*() {
        const x = yield* scored(consensusKl(), { passes })
        const y = yield* scored(consensusKl(), { passes: passes.toReversed() })
        x.forEach((value, i) => {
          assert.isAtLeast(value, 0)
          assert.closeTo(value, y[i]!, 1e-12)
        })
      }))
  )
})
