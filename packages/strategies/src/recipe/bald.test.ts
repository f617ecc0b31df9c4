import { assert, describe, it } from "@effect/vitest"
import { selectSync, Strategy } from "@marginalia/core"
import { rows } from "../../test/model-based.ts"
import { baldSampling } from "./bald.ts"

describe("bald", () => {
  it("is one line", () => {
    assert.strictEqual(Strategy.text(baldSampling()), "bald")
    assert.strictEqual(Strategy.expanded(baldSampling()), "top(bald)")
    assert.strictEqual(Strategy.text(baldSampling({ ties: "seeded" })), "bald(ties=seeded)")
    assert.deepStrictEqual([...Strategy.needs(baldSampling())], ["passes"])
  })

  it("orders a pool by hand", () => {
    // Log 2 nats for passes that contradict each other, a little for a shift, nothing where they agree.
    const { positions } = selectSync(baldSampling(), {
      passes: [rows([0.5, 0.5], [0.9, 0.1], [1, 0]), rows([0.5, 0.5], [0.6, 0.4], [0, 1])],
      budget: 3,
      seed: 1
    })
    assert.deepStrictEqual([...positions], [2, 1, 0])
  })
})
