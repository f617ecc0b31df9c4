import { assert, describe, it } from "@effect/vitest"
import { selectSync, Strategy } from "@marginalia/core"
import { peers } from "../../test/golden/peers.ts"
import { rows } from "../../test/model-based.ts"
import { clue } from "./clue.ts"

describe("clue", () => {
  it("is two steps", () => {
    assert.strictEqual(Strategy.expanded(clue()), "weighted-kmeans(entropy, budget) | nearest-to-center(entropy)")
    assert.deepStrictEqual([...Strategy.needs(clue())], ["probability", "feature"])
    assert.deepStrictEqual([...Strategy.needs(clue({ space: "embedding" }))], ["probability", "embedding"])
  })

  it("picks what scikit-activeml's Clue picks", () => {
    const feature = rows(...peers.clue.feature), probability = rows(...peers.clue.probability)
    const { positions } = selectSync(clue(), { feature, probability, budget: 5, seed: 1 })
    assert.deepStrictEqual([...positions].sort((a, b) => a - b), peers.clue.picks)
  })

  it("by hand: a center lies where the model is unsure", () => {
    // One cluster: sure items (weight 0) pull at nothing, so the center is the mean of 3 and 4.
    const feature = rows([0], [1], [3], [4], [3.4]), half = [0.5, 0.5], sure = [1, 0]
    const probability = rows(sure, sure, half, half, sure)
    assert.deepStrictEqual([...selectSync(clue(), { feature, probability, budget: 1, seed: 0 }).positions], [4])
    const even = rows(half, half, half, half, half)
    assert.deepStrictEqual([...selectSync(clue(), { feature, probability: even, budget: 1, seed: 0 }).positions], [2])
  })

  it("weighs all alike where the model is sure of everything, as scikit-activeml does", () => {
    const feature = rows([0], [1], [3], [4], [3.4]), sure = [1, 0]
    const probability = rows(sure, sure, sure, sure, sure)
    assert.deepStrictEqual([...selectSync(clue(), { feature, probability, budget: 1, seed: 0 }).positions], [2])
  })

  it("chooses among the candidates alone, and fills up by entropy where rows coincide", () => {
    const feature = rows([1], [1], [1], [8], [1]),
      probability = rows(
        [0.6, 0.4],
        [0.9, 0.1],
        [0.5, 0.5],
        [0.7, 0.3],
        [0.5, 0.5]
      )
    const { positions } = selectSync(clue(), { feature, probability, labeled: [4], labels: [0], budget: 4, seed: 1 })
    assert.deepStrictEqual([...positions], [0, 3, 2, 1])
  })
})
