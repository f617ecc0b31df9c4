import { assert, describe, it } from "@effect/vitest"
import { selectSync, Strategy } from "@marginalia/core"
import { rows } from "../../test/model-based.ts"
import { falcun } from "./falcun.ts"

describe("falcun", () => {
  it("is one selector, with γ = 10", () => {
    assert.strictEqual(Strategy.expanded(falcun()), "by-relevance")
    assert.strictEqual(Strategy.expanded(falcun({ gamma: 3 })), "by-relevance(gamma=3)")
    assert.deepStrictEqual([...Strategy.needs(falcun())], ["probability"])
    assert.throws(() => falcun({ gamma: -1 }), /gamma/)
  })

  it("takes no copy of a pick while there is something else that is unsure", () => {
    const probability = rows([0.5, 0.5, 0], [0.5, 0.5, 0], [0.5, 0.5, 0], [0, 0.5, 0.5])
    let both = 0
    for (let seed = 0; seed < 200; seed++) {
      const { positions } = selectSync(falcun(), { probability, budget: 2, seed })
      if (positions.includes(3)) both++
    }
    // The last has a share of ¼ at first; then (1 + 1)^10 against twice (1 + 0)^10.
    assert.isAbove(both, 195)
  })
})
