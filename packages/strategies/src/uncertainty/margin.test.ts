import { assert, describe, it } from "@effect/vitest"
import { test } from "@fast-check/vitest"
import * as Effect from "effect/Effect"
import { agrees } from "../../test/golden/uncertainty.ts"
import { anyProbability, rows, scored } from "../../test/model-based.ts"
import { leastConfidence } from "./least-confidence.ts"
import { margin } from "./margin.ts"

describe("margin", () => {
  it.effect("agrees with numpy", () => agrees(margin()))

  it.effect("by hand: ties of two are 0, a sure model −1, and offset is added", () =>
    Effect.gen(function*() {
      const probability = rows([0.5, 0.5, 0], [0, 1, 0], [0.125, 0.25, 0.625])
      assert.deepStrictEqual(
        yield* scored(margin(), { probability }),
        Float64Array.of(-0, -1, -0.375).map((x) => x + 0)
      )
      assert.deepStrictEqual(yield* scored(margin({ offset: 1 }), { probability }), Float64Array.of(1, 0, 0.625))
    }))

  test.prop([anyProbability])(
    "orders two classes as least confidence does, and is never above it",
    ({ data, rows }) =>
      Effect.runPromise(Effect.gen(function*() {
        const probability = {
          data: data.slice(0, 2 * rows).map((p, i, all) => i % 2 === 0 ? p : 1 - all[i - 1]!),
          rows,
          cols: 2
        }
        const a = yield* scored(margin({ offset: 1 }), { probability })
        const b = yield* scored(leastConfidence(), { probability })
        a.forEach((x, i) => assert.closeTo(x, 2 * b[i]!, 1e-6))
      }))
  )
})
