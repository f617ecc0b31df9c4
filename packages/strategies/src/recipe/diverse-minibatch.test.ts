import { assert, describe, it } from "@effect/vitest"
import { selectSync, Strategy } from "@marginalia/core"
import { readFileSync } from "node:fs"
import { rows } from "../../test/model-based.ts"
import { diverseMinibatch } from "./diverse-minibatch.ts"

interface Golden {
  readonly feature: ReadonlyArray<ReadonlyArray<number>>
  readonly probability: ReadonlyArray<ReadonlyArray<number>>
  readonly picks: ReadonlyArray<number>
}

const file = new URL("../../test/golden/diverse-minibatch.json", import.meta.url)
const golden = JSON.parse(readFileSync(file, "utf8")) as Golden

describe("diverse-minibatch", () => {
  it("is the paper's algorithm as a line", () => {
    assert.strictEqual(
      Strategy.expanded(diverseMinibatch({ beta: 5 })),
      "keep-top(margin(offset=1), 5*budget) | weighted-kmeans(margin(offset=1), budget) | nearest-to-center(margin(offset=1))"
    )
    assert.deepStrictEqual([...Strategy.needs(diverseMinibatch())], ["probability", "feature"])
    assert.deepStrictEqual([...Strategy.needs(diverseMinibatch({ space: "embedding" }))], ["probability", "embedding"])
  })

  it("picks what margins by numpy and scikit-learn's weighted KMeans pick", () => {
    const feature = rows(...golden.feature)
    const probability = rows(...golden.probability)
    const { positions } = selectSync(diverseMinibatch({ beta: 6 }), { feature, probability, budget: 5, seed: 3 })
    assert.deepStrictEqual([...positions].sort((a, b) => a - b), golden.picks)
  })

  it("fills up by informativeness where rows coincide", () => {
    const feature = rows([1], [1], [1], [8])
    const probability = rows([0.6, 0.4], [0.9, 0.1], [0.5, 0.5], [0.7, 0.3])
    const { positions } = selectSync(diverseMinibatch(), { feature, probability, budget: 3, seed: 1 })
    assert.deepStrictEqual([...positions], [0, 3, 2])
  })
})
