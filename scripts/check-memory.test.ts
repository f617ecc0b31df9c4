import { assert, describe, it } from "@effect/vitest"
import { problemsOf, taken } from "./check-memory.ts"

describe("check:memory", () => {
  it("a selection takes the memory of its plan, and no more", () => {
    const found = taken({ rows: 12_000, cols: 64, strategy: "kcenter", memory: "1GB" })
    assert.deepStrictEqual(problemsOf(found), [], JSON.stringify(found))
  })

  it("a selection from Parquet takes the memory of its plan, and no more", () => {
    const found = taken({ rows: 12_000, cols: 32, strategy: "kcenter", memory: "1GB", group: 4_000 })
    assert.deepStrictEqual(problemsOf(found), [], JSON.stringify(found))
  })

  it("tells what was taken beyond the plan, and plans that are far from it", () => {
    assert.deepStrictEqual(problemsOf({ planned: 300e6, taken: 301e6 }), ["301 MB were taken, and 300 MB planned"])
    assert.strictEqual(problemsOf({ planned: 901e6, taken: 300e6 }).length, 1)
    assert.deepStrictEqual(problemsOf({ planned: 300e6, taken: 290e6 }), [])
    assert.strictEqual(problemsOf({ planned: Number.NaN, taken: 1 }).length, 1)
  })
})
