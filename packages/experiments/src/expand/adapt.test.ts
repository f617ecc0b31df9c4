import { assert, describe, it } from "@effect/vitest"
import { Strategy } from "@marginalia/core"
import { registry } from "@marginalia/strategies"
import { learner } from "../file/learner.ts"
import { adapted, needsOf } from "./adapt.ts"

const needing = (name: string) => ({ name, needs: needsOf(Strategy.readUnsafe(name, registry)) })

const adapt = (strategy: string, word: unknown = "linear") =>
  adapted(learner([], word)!, needing(strategy), 0.1, ["strategies", 2])

describe("adapted", () => {
  it("leaves the learner to a strategy that asks for nothing", () => {
    for (const name of ["random", "supclust", "margin", "badge"]) {
      assert.deepStrictEqual(adapt(name), { learner: learner([], "linear")!, findings: [] })
    }
  })

  it("gives dropout for passes, prototypes for projections, and tells of it", () => {
    const bald = adapt("bald"), msal = adapt("msal"), both = adapt("mix(0.5: bald, 0.5: msal)")
    assert.strictEqual(bald.learner.network.dropout, 0.5)
    assert.deepStrictEqual(msal.learner.network.head, { kind: "max-separation", radius: 0.1 })
    assert.deepStrictEqual([bald, msal, both].map(({ findings }) => findings.map(({ rule }) => rule)), [
      ["dropout"],
      ["head"],
      ["dropout", "head"]
    ])
  })

  it("changes nothing that is said, and refuses where it does not serve", () => {
    assert.deepStrictEqual(adapt("bald", { dropout: 0.2 }).findings, [])
    assert.throws(() => adapt("bald", { dropout: 0 }), /no dropout/)
    assert.throws(() => adapt("msal", { head: "learned" }), /a learned head/)
    assert.strictEqual(adapt("bald", { dropout: 0.2 }).learner.network.dropout, 0.2)
  })
})
