import { assert, describe, it } from "@effect/vitest"
import { selectSync, Strategy } from "@marginalia/core"
import { rows } from "../../test/model-based.ts"
import { baldSampling } from "./bald.ts"
import { batchBaldSampling } from "./batchbald.ts"

// Four models that differ in two ways: items 0 and 1 tell of the one, item 2, a little less clearly, of the other.
const passes = [[1, 1, 0.9], [1, 1, 0.1], [0, 0, 0.9], [0, 0, 0.1]].map((p) => rows(...p.map((x) => [x, 1 - x])))

describe("batchbald", () => {
  it("does not ask twice for the same knowledge, as BALD does", () => {
    const picks = (
      strategy: Strategy.Strategy<"passes">
    ) => [...selectSync(strategy, { passes, budget: 2, seed: 1 }).positions]
    assert.deepStrictEqual(picks(baldSampling()), [0, 1])
    assert.deepStrictEqual(picks(batchBaldSampling()), [0, 2])
  })

  it("scores a pick by what it adds, and says how outcomes were counted", () => {
    const { scores, trace } = selectSync(batchBaldSampling(), { passes, budget: 3, seed: 1 })
    const noise = -0.9 * Math.log(0.9) - 0.1 * Math.log(0.1)
    ;[Math.LN2, Math.LN2 - noise, 0].forEach((x, i) => assert.closeTo(scores[i]!, x, 1e-6))
    assert.deepStrictEqual(trace.at(-1)?.notes, { outcomes: 4, drawn: false })
    assert.strictEqual(Strategy.expanded(batchBaldSampling()), "joint-information")
  })
})
