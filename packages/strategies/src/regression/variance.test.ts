import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import { Matrix } from "@marginalia/core"
import * as Effect from "effect/Effect"
import { near, rows, scored } from "../../test/model-based.ts"
import { variance } from "./variance.ts"

const table = fc.integer({ min: 2, max: 5 }).chain((t) =>
  fc.array(fc.array(fc.integer({ min: -3, max: 3 }), { minLength: t, maxLength: t }), { minLength: 1, maxLength: 8 })
)

describe("variance", () => {
  it.effect("by hand: the population formula", () =>
    Effect.gen(function*() {
      const estimate = rows([1, 1, 1], [0, 3, 6], [-1, 0, 1])
      const scores = yield* scored(variance(), { estimate }, { size: 3 })
      assert.deepStrictEqual([...scores], [0, 6, 2 / 3])
    }))

  it.effect("refuses one column, which does not vary", () =>
    Effect.gen(function*() {
      const error = yield* Effect.flip(scored(variance(), { estimate: rows([1], [2]) }, { size: 2 }))
      assert.deepInclude(error, { _tag: "PartFailed", reason: "Column", column: "estimate", value: 1 })
      assert.match(error.message, /^variance: estimate has one column/)
    }))

  it.effect("sees small differences of numbers that are far from 0", () =>
    Effect.gen(function*() {
      const estimate = Matrix.fromRows([[1e9, 1e9 + 1], [1e9 + 3, 1e9 + 3]])
      assert.isDefined(estimate.offset)
      assert.deepStrictEqual([...(yield* scored(variance(), { estimate }, { size: 2 }))], [0.25, 0])
    }))

  test.prop([table])(
    "is as written down plainly; 0 just where all agree; the order of passes changes no bit",
    (given) => {
      const of = (all: typeof given) =>
        Effect.runSync(scored(variance(), { estimate: rows(...all) }, { size: all.length }))
      const scores = of(given)
      assert.deepStrictEqual(of(given.map((row) => row.toReversed())), scores)
      given.forEach((row, i) => {
        const mean = row.reduce((a, b) => a + b) / row.length
        assert.isTrue(near(scores[i]!, row.reduce((sum, x) => sum + (x - mean) ** 2, 0) / row.length))
        assert.strictEqual(scores[i] === 0, new Set(row).size === 1)
      })
    }
  )
})
