import { assert, describe, it } from "@effect/vitest"
import { selectSync, Strategy } from "@marginalia/core"
import { rows } from "../../test/model-based.ts"
import { variationRatioSampling } from "./variation-ratio.ts"

// The modal classes have 3, 2 and 2 of the 3 passes; the highest means are 0.55, 0.5 and 2/3.
const passes = [
  rows([0.55, 0.45], [0.6, 0.4], [1, 0]),
  rows([0.55, 0.45], [0.6, 0.4], [1, 0]),
  rows([0.55, 0.45], [0.3, 0.7], [0, 1])
]

describe("variation-ratio", () => {
  it("counts votes in the paper's form, and is least confidence in DeepAL+'s", () => {
    const picks = (
      profile: "paper" | "official"
    ) => [...selectSync(variationRatioSampling({ profile }), { passes, budget: 3, seed: 1 }).positions]
    assert.deepStrictEqual(picks("paper"), [1, 2, 0])
    assert.deepStrictEqual(picks("official"), [1, 0, 2])
  })

  it("says on its page which of the two it is", () => {
    assert.strictEqual(variationRatioSampling().about?.profile, "paper")
    assert.include(variationRatioSampling({ profile: "official" }).about?.deviations?.[0], "DeepAL+")
    assert.strictEqual(
      Strategy.expanded(variationRatioSampling({ profile: "official" })),
      "top(variation-ratio(profile=official))"
    )
  })
})
