import { assert, describe, it } from "@effect/vitest"
import { selectSync, Strategy } from "@marginalia/core"
import { rows } from "../../test/model-based.ts"
import { marginSampling } from "./margin.ts"

describe("margin", () => {
  it("is one line", () => {
    assert.strictEqual(Strategy.text(marginSampling()), "margin")
    assert.strictEqual(Strategy.expanded(marginSampling()), "top(margin)")
    assert.strictEqual(Strategy.text(marginSampling({ ties: "seeded" })), "margin(ties=seeded)")
    assert.deepStrictEqual([...Strategy.needs(marginSampling())], ["probability"])
  })

  it("orders a pool by hand", () => {
    // The gaps are 0, 0.1, 0.4, 0.8.
    const { positions } = selectSync(marginSampling(), {
      probability: rows([0.5, 0.5, 0], [0.4, 0.3, 0.3], [0.6, 0.2, 0.2], [0.9, 0.1, 0]),
      budget: 4,
      seed: 1
    })
    assert.deepStrictEqual([...positions], [0, 1, 2, 3])
  })
})
