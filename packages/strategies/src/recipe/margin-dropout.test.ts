import { assert, describe, it } from "@effect/vitest"
import { selectSync, Strategy } from "@marginalia/core"
import { rows } from "../../test/model-based.ts"
import { marginDropoutSampling } from "./margin-dropout.ts"

describe("margin-dropout", () => {
  it("is one line", () => {
    assert.strictEqual(Strategy.text(marginDropoutSampling()), "margin-dropout")
    assert.strictEqual(Strategy.expanded(marginDropoutSampling()), "top(margin-dropout)")
    assert.strictEqual(Strategy.text(marginDropoutSampling({ ties: "seeded" })), "margin-dropout(ties=seeded)")
    assert.deepStrictEqual([...Strategy.needs(marginDropoutSampling())], ["passes"])
  })

  it("orders a pool by hand", () => {
    // The gaps of the means are 0, 0.1, 0.4, 0.8.
    const { positions } = selectSync(marginDropoutSampling(), {
      passes: [
        rows([1, 0, 0], [0.4, 0.3, 0.3], [0.6, 0.2, 0.2], [0.9, 0.1, 0]),
        rows([0, 1, 0], [0.4, 0.3, 0.3], [0.6, 0.2, 0.2], [0.9, 0.1, 0])
      ],
      budget: 4,
      seed: 1
    })
    assert.deepStrictEqual([...positions], [0, 1, 2, 3])
  })
})
