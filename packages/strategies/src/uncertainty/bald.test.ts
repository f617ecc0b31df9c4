import { assert, describe, it } from "@effect/vitest"
import { test } from "@fast-check/vitest"
import * as Effect from "effect/Effect"
import { agrees } from "../../test/golden/uncertainty.ts"
import { anyPasses, near, rows, scored } from "../../test/model-based.ts"
import { bald } from "./bald.ts"
import { consensusKl } from "./consensus-kl.ts"
import { mcEntropy } from "./mc-entropy.ts"

describe("bald", () => {
  it.effect("agrees with numpy", () => agrees(bald()))

  it.effect("two sure passes that contradict each other tell one bit; passes that agree tell nothing", () =>
    Effect.map(
      scored(bald(), { passes: [rows([1, 0], [0.3, 0.7]), rows([0, 1], [0.3, 0.7])] }),
      (scores) => assert.deepStrictEqual(scores, Float64Array.of(Math.LN2, 0))
    ))

  test.prop([anyPasses])(
    "is never below 0, 0 where all passes agree, at most the predictive entropy, log T and log C",
    (passes) =>
      Effect.runPromise(Effect.gen(function*() {
        const scores = yield* scored(bald(), { passes })
        const whole = yield* scored(mcEntropy(), { passes })
        const { cols } = passes[0]!
        scores.forEach((x, i) => {
          assert.isAtLeast(x, 0)
          assert.isAtMost(x, Math.min(whole[i]!, Math.log(passes.length), Math.log(cols)) + 1e-6)
          const one = passes[0]!.data.slice(i * cols, (i + 1) * cols)
          if (passes.every(({ data }) => one.every((p, c) => data[i * cols + c] === p))) assert.strictEqual(x, 0)
        })
      }))
  )

  test.prop([anyPasses])(
    "is the members' mean divergence from their consensus",
    (passes) =>
      Effect.runPromise(Effect.gen(function*() {
        const scores = yield* scored(bald(), { passes })
        const divergence = yield* scored(consensusKl(), { passes })
        scores.forEach((x, i) => assert.closeTo(x, divergence[i]!, 1e-12))
      }))
  )

  test.prop([anyPasses])(
    "is never −0 or NaN",
    (passes) =>
      Effect.runPromise(
        Effect.map(scored(bald(), { passes }), (scores) =>
          assert.isTrue([...scores].every((x) => near(x, x) && !Object.is(x, -0))))
      )
  )
})
