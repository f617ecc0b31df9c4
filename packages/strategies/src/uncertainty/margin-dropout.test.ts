import { assert, describe, it } from "@effect/vitest"
import { test } from "@fast-check/vitest"
import * as Effect from "effect/Effect"
import { agrees } from "../../test/golden/uncertainty.ts"
import { anyProbability, near, rows, scored } from "../../test/model-based.ts"
import { marginDropout } from "./margin-dropout.ts"
import { margin } from "./margin.ts"

describe("margin-dropout", () => {
  it.effect("agrees with numpy", () => agrees(marginDropout()))

  it.effect("is the score of the mean, not the mean of the scores", () =>
    Effect.gen(function*() {
      const [x] = yield* scored(marginDropout(), { passes: [rows([1, 0, 0]), rows([0, 0.5, 0.5])] })
      const [y] = yield* scored(margin(), { probability: rows([0.5, 0.25, 0.25]) })
      assert.strictEqual(x, y)
    }))

  test.prop([anyProbability])(
    "of passes that agree is margin",
    (probability) =>
      Effect.runPromise(Effect.gen(function*() {
        const x = yield* scored(marginDropout(), { passes: [probability, probability, probability] })
        const y = yield* scored(margin(), { probability })
        x.forEach((value, i) => assert.isTrue(near(value, y[i]!, 1e-15)))
      }))
  )
})
