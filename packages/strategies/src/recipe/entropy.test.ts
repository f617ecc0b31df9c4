import { assert, describe, it } from "@effect/vitest"
import { selectSync, Strategy } from "@marginalia/core"
import { rows } from "../../test/model-based.ts"
import { entropySampling } from "./entropy.ts"

describe("entropy", () => {
  it("is one line", () => {
    assert.strictEqual(Strategy.text(entropySampling()), "entropy")
    assert.strictEqual(Strategy.expanded(entropySampling()), "top(entropy)")
    assert.strictEqual(Strategy.text(entropySampling({ ties: "seeded" })), "entropy(ties=seeded)")
    assert.deepStrictEqual([...Strategy.needs(entropySampling())], ["probability"])
  })

  it("orders a pool by hand", () => {
    // The entropies are 0.693, 1.089, 0.950, 0.325 nats.
    const { positions } = selectSync(entropySampling(), {
      probability: rows([0.5, 0.5, 0], [0.4, 0.3, 0.3], [0.6, 0.2, 0.2], [0.9, 0.1, 0]),
      budget: 4,
      seed: 1
    })
    assert.deepStrictEqual([...positions], [1, 2, 0, 3])
  })
})
