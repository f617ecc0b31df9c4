import { assert, describe, it } from "@effect/vitest"
import { Matrix, selectSync, Strategy } from "@marginalia/core"
import { direct } from "./direct.ts"

describe("direct", () => {
  it("is one selector", () => {
    assert.strictEqual(Strategy.expanded(direct()), "around-threshold")
    assert.deepStrictEqual([...Strategy.needs(direct())], ["probability"])
  })

  it("finds the rare class that the model underrates", () => {
    // The model says class 1 nowhere; where it says it most, the labels say that it is there.
    const probability = Matrix.fromRows(Array.from({ length: 40 }, (_, i) => [1 - i / 100, i / 100]))
    const { positions } = selectSync(direct(), {
      probability,
      labeled: [5, 15, 25, 32, 38],
      labels: [0, 0, 0, 1, 1],
      budget: 6,
      seed: 0
    })
    // Half of them next to 32 for the rare class, 1; then next to 25 for the other.
    assert.deepStrictEqual([...positions], [31, 33, 30, 26, 24, 27])
  })
})
