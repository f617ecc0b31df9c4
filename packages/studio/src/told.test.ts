import { assert, describe, it } from "@effect/vitest"
import { UsageProblem } from "@marginalia/datasets/problems"
import { ItemProblem } from "./items/item.ts"
import { Busy } from "./learning/requests.ts"
import { NoExport } from "./model/make.ts"
import { Refused } from "./session/refusal.ts"
import { tell, toldOf } from "./told.ts"

describe("toldOf", () => {
  it("tells the reason of an error, and what the reason knows", () => {
    assert.deepStrictEqual(toldOf(new Refused({ reason: { _tag: "Item", item: 7, size: 5 } })), {
      problem: "there is no item 7: the pool has 5, from 0",
      reason: "Item",
      about: { item: 7, size: 5 }
    })
    assert.deepStrictEqual(toldOf(new Refused({ reason: { _tag: "NoItems" } })), {
      problem: "it is about no item",
      reason: "NoItems"
    })
    const fault = { _tag: "NameTaken", name: "cat", class: 0 } as const
    assert.deepStrictEqual(toldOf(new Refused({ reason: { _tag: "Choice", choice: "cat", fault } })).about, {
      choice: "cat",
      fault
    })
  })

  it("tells the error itself where its reason is a word; not what is large or no JSON", () => {
    const error = new UsageProblem({
      problem: "p",
      hint: "h",
      reason: "Unknown",
      value: "x",
      allowed: Array.from({ length: 101 }, String),
      suggestion: undefined,
      cause: new Error("no")
    })
    assert.deepStrictEqual(toldOf(error), {
      problem: "p; h",
      reason: "UsageProblem",
      about: { reason: "Unknown", value: "x" }
    })
  })

  it("tells on what another process told", () => {
    const told = { problem: "there is no model yet", reason: "InvalidInput", about: { reason: "TooFew" } }
    assert.strictEqual(toldOf(new NoExport({ reason: { _tag: "Failed", told } })), told)
    assert.deepStrictEqual(toldOf(new NoExport({ reason: { _tag: "Ended", code: 1, signal: null } })), {
      problem: "the process that makes the export ended with code 1",
      reason: "Ended",
      about: { code: 1, signal: null }
    })
  })

  it("tells what the error knows beside its reason", () => {
    const error = new ItemProblem({ id: "a.png", reason: { _tag: "NoItem", item: 9, size: 3 } })
    assert.deepStrictEqual(toldOf(error), {
      problem: "a.png: there is no such item: there are 3, from 0",
      reason: "NoItem",
      about: { id: "a.png", item: 9, size: 3 }
    })
    const why = tell("it ended", "Ended", { code: 1 })
    assert.deepStrictEqual(toldOf(new Busy({ reason: { _tag: "NoLearner", why } })), {
      problem: "there is no learner: it ended",
      reason: "NoLearner",
      about: { why }
    })
    assert.strictEqual(toldOf(new Busy({ reason: { _tag: "Failed", told: why } })), why)
  })

  it("tells a defect in words", () => {
    assert.deepStrictEqual(toldOf(new TypeError("bug")), { problem: "bug", reason: "Defect" })
    assert.deepStrictEqual(toldOf("bug"), { problem: "bug", reason: "Defect" })
    assert.deepStrictEqual(toldOf(null), { problem: "null", reason: "Defect" })
  })
})
