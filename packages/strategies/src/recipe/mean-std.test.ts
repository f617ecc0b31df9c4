import { assert, describe, it } from "@effect/vitest"
import { selectSync, Strategy } from "@marginalia/core"
import { rows } from "../../test/model-based.ts"
import { meanStdSampling } from "./mean-std.ts"

describe("mean-std", () => {
  it("is one line", () => {
    assert.strictEqual(Strategy.text(meanStdSampling()), "mean-std")
    assert.strictEqual(Strategy.expanded(meanStdSampling()), "top(mean-std)")
    assert.strictEqual(Strategy.text(meanStdSampling({ ties: "seeded" })), "mean-std(ties=seeded)")
    assert.deepStrictEqual([...Strategy.needs(meanStdSampling())], ["passes"])
  })

  it("orders a pool by hand", () => {
    // The deviations are 0, 0.15 and 0.5.
    const { positions } = selectSync(meanStdSampling(), {
      passes: [rows([0.5, 0.5], [0.9, 0.1], [1, 0]), rows([0.5, 0.5], [0.6, 0.4], [0, 1])],
      budget: 3,
      seed: 1
    })
    assert.deepStrictEqual([...positions], [2, 1, 0])
  })
})
