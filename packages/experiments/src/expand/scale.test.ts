import { assert, describe, it } from "@effect/vitest"
import { network, trainingConfigs } from "@marginalia/models/training"
import { unitOf } from "../../test/unit.ts"
import { scaled } from "./scale.ts"

const facts = { classes: 10, pool: 50_000 }

describe("scaled", () => {
  it("shrinks budgets, initial sets, pools, widths and epochs", () => {
    const learning = {
      on: "images",
      network: network({ kind: "resnet" }),
      recipe: trainingConfigs.supclust,
      backend: "wasm"
    } as const
    const unit = scaled(
      unitOf({ budget: 500, initial: { kind: "random", items: 1000 }, rounds: 20, learning }),
      0.1,
      facts
    )
    assert.deepInclude(unit, { budget: 50, rounds: 20, initial: { kind: "random", items: 100 } })
    assert.deepStrictEqual(unit.data.subset, { items: 5000, seed: 0 })
    assert.deepInclude(unit.learning.network, { width: 6 })
    assert.strictEqual(unit.learning.recipe.epochs, 20)
  })

  it("leaves an item a class, and half as many items again as are chosen", () => {
    const unit = scaled(unitOf({ budget: 20, rounds: 30 }), 0.01, facts)
    assert.strictEqual(unit.budget, 10)
    assert.deepStrictEqual(unit.data.subset, { items: 500, seed: 0 })
    assert.strictEqual(scaled(unitOf({ budget: 20, rounds: 300 }), 0.01, facts).data.subset!.items, 4500)
  })

  it("never makes anything larger", () => {
    assert.deepStrictEqual(scaled(unitOf({ budget: [20, 500], rounds: 2 }), 0.1, facts).budget, [10, 50])
    const small = unitOf({ budget: 3 })
    assert.strictEqual(scaled(small, 0.5, facts).budget, 3)
    const subset = { items: 40, seed: 7 }
    assert.deepStrictEqual(scaled(unitOf({ data: { ...small.data, subset } }), 0.5, facts).data.subset, subset)
  })
})
