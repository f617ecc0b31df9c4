import { assert, describe, it } from "@effect/vitest"
import { test } from "@fast-check/vitest"
import * as Effect from "effect/Effect"
import { agrees } from "../../test/golden/uncertainty.ts"
import { anyPasses, rows, scored } from "../../test/model-based.ts"
import { meanStd } from "./mean-std.ts"

describe("mean-std", () => {
  it.effect("agrees with numpy", () => agrees(meanStd()))

  it.effect("by hand: the population formula, averaged over the classes", () =>
    Effect.map(
      scored(meanStd(), { passes: [rows([1, 0], [0.5, 0.5]), rows([0, 1], [0.5, 0.5])] }),
      (scores) => assert.deepStrictEqual(scores, Float64Array.of(0.5, 0))
    ))

  test.prop([anyPasses])(
    "lies in [0, ½], and is 0 only where all passes agree",
    (passes) =>
      Effect.runPromise(Effect.map(scored(meanStd(), { passes }), (scores) =>
        scores.forEach((x, i) => {
          assert.isTrue(x >= 0 && x <= 0.5 + 1e-6)
          const { cols } = passes[0]!
          const agree = passes.every(({ data }) =>
            data.slice(i * cols, (i + 1) * cols).every((p, c) => p === passes[0]!.data[i * cols + c])
          )
          assert.strictEqual(x === 0, agree)
        })))
  )
})
