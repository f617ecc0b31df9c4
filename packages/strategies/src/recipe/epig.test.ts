import { assert, describe, it } from "@effect/vitest"
import { selectSync, Strategy } from "@marginalia/core"
import { rows } from "../../test/model-based.ts"
import { epigSampling } from "./epig.ts"

describe("epig", () => {
  it("takes the highest scores, with 200 targets", () => {
    assert.strictEqual(Strategy.expanded(epigSampling()), "top(epig)")
    assert.strictEqual(Strategy.expanded(epigSampling({ targets: 50 })), "top(epig(targets=50))")
    assert.deepStrictEqual([...Strategy.needs(epigSampling())], ["passes"])
  })

  it("picks what tells of the others", () => {
    const passes = [
      rows([0.5, 0.5], [1, 0], [1, 0], [0.9, 0.1]),
      rows([0.5, 0.5], [0, 1], [0, 1], [0.9, 0.1])
    ]
    assert.deepStrictEqual([...selectSync(epigSampling(), { passes, budget: 2, seed: 4 }).positions], [1, 2])
    const left = selectSync(epigSampling(), { passes, labeled: [1], labels: [0], budget: 1, seed: 4 })
    assert.deepStrictEqual([...left.positions], [2])
  })
})
