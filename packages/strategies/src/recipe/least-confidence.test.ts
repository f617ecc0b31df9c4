import { assert, describe, it } from "@effect/vitest"
import { selectSync, Strategy } from "@marginalia/core"
import { rows } from "../../test/model-based.ts"
import { leastConfidenceSampling } from "./least-confidence.ts"

describe("least-confidence", () => {
  it("is one line", () => {
    assert.strictEqual(Strategy.text(leastConfidenceSampling()), "least-confidence")
    assert.strictEqual(Strategy.expanded(leastConfidenceSampling()), "top(least-confidence)")
    assert.strictEqual(Strategy.text(leastConfidenceSampling({ ties: "seeded" })), "least-confidence(ties=seeded)")
    assert.deepStrictEqual([...Strategy.needs(leastConfidenceSampling())], ["probability"])
  })

  it("orders a pool by hand", () => {
    // 1 − max is 0.5, 0.6, 0.4, 0.1.
    const { positions } = selectSync(leastConfidenceSampling(), {
      probability: rows([0.5, 0.5, 0], [0.4, 0.3, 0.3], [0.6, 0.2, 0.2], [0.9, 0.1, 0]),
      budget: 4,
      seed: 1
    })
    assert.deepStrictEqual([...positions], [1, 0, 2, 3])
  })
})
