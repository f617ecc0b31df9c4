import { assert, describe, it } from "@effect/vitest"
import { Matrix, selectSync, Strategy } from "@marginalia/core"
import { bald } from "../uncertainty/bald.ts"
import { tailFirst } from "./tail-first.ts"

describe("tail-first", () => {
  it("is a selector over a score", () => {
    assert.strictEqual(Strategy.expanded(tailFirst()), "per-class(margin)")
    assert.strictEqual(Strategy.expanded(tailFirst({ quotas: "equal" })), "per-class(margin, quotas=equal)")
    assert.deepStrictEqual([...Strategy.needs(tailFirst())], ["probability"])
    assert.deepStrictEqual([...Strategy.needs(tailFirst({ score: bald() }))], ["passes", "probability"])
  })

  it("balances what margin would not: of a rare class it takes what the model is sure of", () => {
    const probability = Matrix.fromRows(Array.from({ length: 20 }, (_, i) => i % 10 === 9 ? [0.1, 0.9] : [0.55, 0.45]))
    const { positions } = selectSync(tailFirst(), {
      probability,
      labeled: [0, 1, 2],
      labels: [0, 0, 0],
      budget: 3,
      seed: 0
    })
    assert.deepStrictEqual([...positions], [9, 19, 3])
  })
})
