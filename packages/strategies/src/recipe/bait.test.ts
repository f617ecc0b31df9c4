import { assert, describe, it } from "@effect/vitest"
import { selectSync, Strategy } from "@marginalia/core"
import { rows } from "../../test/model-based.ts"
import { bait } from "./bait.ts"

describe("bait", () => {
  it("is one selector", () => {
    assert.strictEqual(Strategy.expanded(bait()), "forward-backward")
    assert.strictEqual(Strategy.expanded(bait({ lambda: 2, form: "top-2" })), "forward-backward(lambda=2, form=top-2)")
    assert.deepStrictEqual([...Strategy.needs(bait())], ["probability", "feature"])
    assert.deepStrictEqual([...Strategy.needs(bait({ space: "embedding" }))], ["probability", "embedding"])
    assert.throws(() => bait({ lambda: 0 }), /lambda/)
  })

  it("picks for the pool: the direction in which most items are unsure", () => {
    const half = [0.5, 0.5]
    const feature = rows([1, 0], [0, 1], [0, 1], [0, 1], [1.05, 0])
    const probability = rows(half, half, half, half, half)
    assert.deepStrictEqual([...selectSync(bait(), { feature, probability, budget: 1, seed: 0 }).positions], [1])
    // Once that direction is known well enough, the other.
    const known = { feature, probability, labeled: [2, 3, 1], labels: [0, 1, 0], budget: 1, seed: 0 }
    assert.deepStrictEqual([...selectSync(bait(), known).positions], [4])
  })
})
