import { assert, describe, it } from "@effect/vitest"
import { selectSync, Strategy } from "@marginalia/core"
import { rows } from "../../test/model-based.ts"
import { leastConfidenceDropoutSampling } from "./least-confidence-dropout.ts"

describe("least-confidence-dropout", () => {
  it("is one line", () => {
    assert.strictEqual(Strategy.text(leastConfidenceDropoutSampling()), "least-confidence-dropout")
    assert.strictEqual(Strategy.expanded(leastConfidenceDropoutSampling()), "top(least-confidence-dropout)")
    assert.strictEqual(
      Strategy.text(leastConfidenceDropoutSampling({ ties: "seeded" })),
      "least-confidence-dropout(ties=seeded)"
    )
    assert.deepStrictEqual([...Strategy.needs(leastConfidenceDropoutSampling())], ["passes"])
  })

  it("orders a pool by hand", () => {
    // The means are those of two sure passes that disagree, and of three items on which they agree.
    const { positions } = selectSync(leastConfidenceDropoutSampling(), {
      passes: [
        rows([1, 0, 0], [0.4, 0.3, 0.3], [0.6, 0.2, 0.2], [0.9, 0.1, 0]),
        rows([0, 1, 0], [0.4, 0.3, 0.3], [0.6, 0.2, 0.2], [0.9, 0.1, 0])
      ],
      budget: 4,
      seed: 1
    })
    assert.deepStrictEqual([...positions], [1, 0, 2, 3])
  })
})
