import { assert, describe, it } from "@effect/vitest"
import { outcomeOf, worsened } from "./ratio.ts"
import { rows } from "./rows.ts"

const [time] = rows, rate = rows.find(({ kind }) => kind === "rate")!

describe("a row's outcome", () => {
  it("is the median of the pairs' ratios, and says whether it is as wanted", () => {
    const pairs = [[1, 10], [3, 10], [2, 4]].map(([a, b]) => ({
      ours: { seconds: a!, peak: a!, inertia: 99 },
      theirs: { seconds: b!, peak: 7, inertia: 100 }
    }))
    const found = outcomeOf({ row: { ...time!, wanted: 0.3 }, pairs })
    assert.deepStrictEqual([found.ratio, found.spread, found.held], [0.3, [0.1, 0.5], true])
    assert.deepStrictEqual([found.seconds, found.peak, found.theirs], [2, 3, { seconds: 10, peak: 7 }])
    assert.strictEqual(found.facts, "inertia −1.00 %")
  })

  it("compares rates the other way round, and is without a ratio where the peer is missing", () => {
    const pairs = [{ ours: { seconds: 1, peak: 1, rate: 4 }, theirs: { seconds: 1, peak: 1, rate: 10 } }]
    assert.deepStrictEqual(outcomeOf({ row: { ...rate, wanted: 0.5 }, pairs }).held, false)
    assert.deepStrictEqual(outcomeOf({ row: { ...rate, wanted: 0.4 }, pairs }).held, true)
    const alone = outcomeOf({ row: time!, pairs: [{ ours: { seconds: 1, peak: 1 }, theirs: undefined }] })
    assert.deepStrictEqual([alone.ratio, alone.held, alone.facts], [undefined, undefined, ""])
  })

  it("worsens upward for times and downward for rates", () => {
    assert.deepStrictEqual([worsened("time", 0.6, 0.5), worsened("rate", 0.5, 0.6)], [1.2, 1.2])
  })

  it("has names that differ, and sizes for the short run that are no larger", () => {
    assert.strictEqual(new Set(rows.map(({ name }) => name)).size, rows.length)
    for (const { quick = {}, size } of rows) {
      for (const [name, is] of Object.entries(quick)) assert.isAtMost(is, size[name]!)
    }
  })
})
