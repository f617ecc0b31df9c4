import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import { selectSync } from "@marginalia/core"
import * as Effect from "effect/Effect"
import { near, rows, scored } from "../../test/model-based.ts"
import { multiLabelEntropy } from "../recipe/multi-label-entropy.ts"
import { multiLabelMargin } from "../recipe/multi-label-margin.ts"
import { labelUncertainty } from "./label-uncertainty.ts"

const share = fc.constantFrom(0, 0.25, 0.5, 0.75, 1, 0.1, 0.9)
const anyShares = fc.integer({ min: 1, max: 5 }).chain((k) =>
  fc.array(fc.array(share, { minLength: k, maxLength: k }), { minLength: 1, maxLength: 10 })
)

const labelProbability = rows([0.5, 1], [0.75, 0.75], [0, 1])
const of = (options: Parameters<typeof labelUncertainty>[0]) => scored(labelUncertainty(options), { labelProbability })

describe("label-uncertainty", () => {
  it.effect("by hand: the least sure label, the mean, the sum", () =>
    Effect.gen(function*() {
      assert.deepStrictEqual([...(yield* of({}))], [1, 0.5, 0])
      assert.deepStrictEqual([...(yield* of({ over: "mean" }))], [0.5, 0.5, 0])
      assert.deepStrictEqual([...(yield* of({ over: "sum" }))], [1, 1, 0])
      const quarter = -(0.25 * Math.log(0.25) + 0.75 * Math.log(0.75))
      const entropies = yield* of({ measure: "entropy", over: "sum" })
      assert.isTrue([Math.log(2), 2 * quarter, 0].every((value, i) => near(value, entropies[i]!)))
      assert.isTrue(near((yield* of({ measure: "entropy" }))[1]!, quarter))
    }))

  test.prop([anyShares, fc.constantFrom("margin", "entropy"), fc.constantFrom("max", "mean", "sum")])(
    "is as written down plainly, in its domain, and the order of the labels changes no bit",
    (table, measure, over) => {
      const plain = (row: ReadonlyArray<number>) => {
        const each = row.map(Math.fround).map((p) =>
          measure === "margin"
            ? 1 - Math.abs(p - (1 - p))
            : [p, 1 - p].reduce((s, q) => q > 0 ? s - q * Math.log(q) : s, 0)
        )
        const sum = each.reduce((a, b) => a + b, 0)
        return over === "max" ? Math.max(...each) : over === "sum" ? sum : sum / row.length
      }
      const score = labelUncertainty({ measure, over }), most = measure === "margin" ? 1 : Math.log(2)
      const scores = Effect.runSync(scored(score, { labelProbability: rows(...table) }, { size: table.length }))
      const turned = table.map((row) => row.toReversed())
      assert.deepStrictEqual(
        scores,
        Effect.runSync(scored(score, { labelProbability: rows(...turned) }, { size: table.length }))
      )
      scores.forEach((value, i) => {
        assert.isTrue(near(value, plain(table[i]!)))
        assert.isTrue(value >= 0 && value <= most * (over === "sum" ? table[i]!.length : 1) + 1e-12)
      })
    }
  )
})

describe("the strategies over several labels", () => {
  const first = (strategy: Parameters<typeof selectSync>[0]) =>
    selectSync(strategy as never, { labelProbability, budget: 3, seed: 0, task: "multi-label" } as never).positions
      .join()

  it("take the item with one label in doubt, or the one with two", () => {
    assert.strictEqual(first(multiLabelMargin()), "0,1,2")
    assert.strictEqual(first(multiLabelEntropy()), "1,0,2")
    assert.strictEqual(first(multiLabelEntropy({ over: "max" })), "0,1,2")
  })
})
