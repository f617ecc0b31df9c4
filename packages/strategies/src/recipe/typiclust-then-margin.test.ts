import { assert, describe, it } from "@effect/vitest"
import { selectSync, Strategy } from "@marginalia/core"
import { rows } from "../../test/model-based.ts"
import { typiclustThenMargin } from "./typiclust-then-margin.ts"

const embedding = rows([1, 0], [1, 0.1], [1, 0.05], [0, 1], [0.1, 1], [0.3, 1])
const probability = rows([1, 0], [0.9, 0.1], [0.5, 0.5], [1, 0], [1, 0], [1, 0])

describe("typiclust-then-margin", () => {
  it("is a switch on labels a class", () => {
    assert.strictEqual(Strategy.expanded(typiclustThenMargin()).split(",")[0], "switch(labeled < 10*classes")
  })

  it("needs only the embedding before the switch, and only probabilities after it", () => {
    const strategy = typiclustThenMargin({ below: 1 })
    const before = selectSync(strategy as Strategy.Strategy<"embedding">, { embedding, budget: 2, seed: 1, classes: 2 })
    assert.include(before.trace[0]?.step, "labeled < 1*classes")
    assert.strictEqual(before.positions.length, 2)
    const after = selectSync(strategy as Strategy.Strategy<"probability">, {
      probability,
      labeled: [0, 3],
      labels: [0, 1],
      budget: 1,
      seed: 1
    })
    assert.deepStrictEqual([...after.positions], [2])
  })
})
