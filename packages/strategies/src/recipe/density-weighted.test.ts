import { assert, describe, it } from "@effect/vitest"
import { selectSync, Strategy } from "@marginalia/core"
import { rows } from "../../test/model-based.ts"
import { leastConfidence } from "../uncertainty/least-confidence.ts"
import { densityWeightedSampling } from "./density-weighted.ts"

describe("density-weighted", () => {
  it("takes the item that many are like over a more uncertain loner", () => {
    const embedding = rows([1, 0], [1, 0], [1, 0], [0, 1])
    const probability = rows([0.6, 0.4], [0.9, 0.1], [0.8, 0.2], [0.5, 0.5])
    const ask = (beta: number) =>
      selectSync(densityWeightedSampling({ score: leastConfidence(), beta }), {
        embedding,
        probability,
        budget: 2,
        seed: 1
      })
    assert.deepStrictEqual([...ask(0).positions], [3, 0])
    // Densities ¾ and ¼: 0.4 · ¾, 0.1 · ¾, 0.2 · ¾, 0.5 · ¼.
    assert.deepStrictEqual([...ask(1).positions], [0, 2])
    ;[0.3, 0.15].forEach((x, i) => assert.closeTo(ask(1).scores[i]!, x, 1e-6))
  })

  it("needs what its score needs, and the space", () => {
    assert.deepStrictEqual([...Strategy.needs(densityWeightedSampling())], ["probability", "embedding"])
    assert.strictEqual(
      Strategy.expanded(densityWeightedSampling({ space: "feature", beta: 2 })),
      "top(density-weighted(entropy, 2, space=feature))"
    )
  })
})
