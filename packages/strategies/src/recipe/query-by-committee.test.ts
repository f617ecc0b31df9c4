import { assert, describe, it } from "@effect/vitest"
import { selectSync, Strategy } from "@marginalia/core"
import { rows } from "../../test/model-based.ts"
import { queryByCommittee } from "./query-by-committee.ts"

// On item 0 the members vote apart but hardly differ; on item 1 they vote alike and differ much; on item 2 they agree.
const passes = [rows([0.51, 0.49], [0.99, 0.01], [0.7, 0.3]), rows([0.49, 0.51], [0.52, 0.48], [0.7, 0.3])]

const picks = (
  strategy: Strategy.Strategy<"passes">
) => [...selectSync(strategy, { passes, budget: 3, seed: 1 }).positions]

describe("query-by-committee", () => {
  it("votes count, or divergence does", () => {
    assert.deepStrictEqual(picks(queryByCommittee()), [0, 1, 2])
    assert.deepStrictEqual(picks(queryByCommittee({ disagreement: "consensus-kl" })), [1, 0, 2])
  })

  it("is the score's name in its text", () => {
    assert.strictEqual(Strategy.expanded(queryByCommittee()), "top(vote-entropy)")
    assert.strictEqual(Strategy.expanded(queryByCommittee({ disagreement: "consensus-kl" })), "top(consensus-kl)")
  })
})
