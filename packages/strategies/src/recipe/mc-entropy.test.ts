import { assert, describe, it } from "@effect/vitest"
import { selectSync, Strategy } from "@marginalia/core"
import { rows } from "../../test/model-based.ts"
import { mcEntropySampling } from "./mc-entropy.ts"

describe("mc-entropy", () => {
  it("is one line", () => {
    assert.strictEqual(Strategy.text(mcEntropySampling()), "mc-entropy")
    assert.strictEqual(Strategy.expanded(mcEntropySampling()), "top(mc-entropy)")
    assert.strictEqual(Strategy.text(mcEntropySampling({ ties: "seeded" })), "mc-entropy(ties=seeded)")
    assert.deepStrictEqual([...Strategy.needs(mcEntropySampling())], ["passes"])
  })

  it("orders a pool by hand", () => {
    // The entropies of the means are 0.693, 1.089, 0.950, 0.325 nats.
    const { positions } = selectSync(mcEntropySampling(), {
      passes: [
        rows([1, 0, 0], [0.4, 0.3, 0.3], [0.6, 0.2, 0.2], [0.9, 0.1, 0]),
        rows([0, 1, 0], [0.4, 0.3, 0.3], [0.6, 0.2, 0.2], [0.9, 0.1, 0])
      ],
      budget: 4,
      seed: 1
    })
    assert.deepStrictEqual([...positions], [1, 2, 0, 3])
  })
})
