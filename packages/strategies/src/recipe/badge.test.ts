import { assert, describe, it } from "@effect/vitest"
import { selectSync, Strategy } from "@marginalia/core"
import { rows } from "../../test/model-based.ts"
import { badge } from "./badge.ts"

const feature = rows([1, 0], [0, 2], [0, 2], [3, 0])
const probability = rows([0.5, 0.5], [0.5, 0.5], [0.5, 0.5], [1, 0])

describe("badge", () => {
  it("is two steps", () => {
    assert.strictEqual(Strategy.expanded(badge()), "gradient-embedding | seeding")
    assert.deepStrictEqual([...Strategy.needs(badge())], ["probability", "feature"])
    assert.deepStrictEqual([...Strategy.needs(badge(), new Set(["gradient"]))], [])
  })

  it("by hand: the longest gradient, then what is apart from it, copies and sure items last", () => {
    // p − onehot is (−½, ½), so ‖g‖² = ½‖h‖²: ½, 2, 2, and 0 for the sure item, the longest feature of all.
    for (const seed of [1, 2, 3, 4, 5]) {
      const { positions, scores } = selectSync(badge(), { feature, probability, budget: 4, seed })
      assert.strictEqual(positions[0], 1)
      assert.closeTo(scores[0]!, 2, 1e-6)
      assert.strictEqual(positions[3], 2)
      assert.closeTo(scores[1]!, positions[1] === 0 ? 2.5 : 2, 1e-6)
    }
  })

  it("takes given gradients instead of computing them", () => {
    const gradient = { left: rows([0], [3], [1], [0]), right: rows([1], [1], [1], [1]) }
    const { positions, trace } = selectSync(Strategy.given(badge(), ["gradient"]) as Strategy.Strategy<"gradient">, {
      gradient,
      budget: 1,
      seed: 1
    })
    assert.deepStrictEqual([...positions], [1])
    assert.strictEqual(trace.length, 1)
  })
})
