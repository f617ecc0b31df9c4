import { assert, describe, it } from "@effect/vitest"
import { GENESIS } from "@marginalia/datasets/hash"
import { Broken, type Row } from "./database.ts"
import { describeGap, type Gap, gapOf, headOf } from "./gap.ts"

const rows = (n: number): ReadonlyArray<Row> =>
  Array.from({ length: n }, (_, i) => ({ seq: i + 1, body: "{}", timing: "{}", hash: `hash ${i + 1}` }))

describe("gapOf", () => {
  it.each<readonly [number, number, Gap | undefined]>([
    [0, 0, undefined],
    [3, 3, undefined],
    [3, 2, undefined],
    [1, 0, undefined],
    [3, 4, { _tag: "Lost", from: 4, to: 4 }],
    [0, 2, { _tag: "Lost", from: 1, to: 2 }],
    [3, 1, { _tag: "OldHead", head: 1, events: 3 }],
    [2, 0, { _tag: "OldHead", head: 0, events: 2 }]
  ])("with %i events and %i counted is %j", (events, counted, gap) => {
    assert.deepStrictEqual(gapOf(rows(events), headOf(rows(counted))), gap)
    if (gap !== undefined) assert.include(describeGap(gap), "events")
  })

  it("is none where no more events are ahead than are written at once", () => {
    assert.strictEqual(gapOf(rows(5), headOf(rows(2)), 3), undefined)
    assert.deepStrictEqual(gapOf(rows(6), headOf(rows(2)), 3), { _tag: "OldHead", head: 2, events: 6 })
  })

  it("cannot be told without a counter, unless there is nothing", () => {
    assert.strictEqual(gapOf([], undefined), undefined)
    assert.deepStrictEqual(gapOf(rows(2), undefined), { _tag: "NoHead", events: 2 })
  })

  it("refuses a counter that remembers another event", () => {
    for (const seq of [0, 1, 2]) {
      assert.throws(() => gapOf(rows(2), { seq, hash: seq === 0 ? "x" : GENESIS }), Broken, `event ${seq}`)
    }
  })
})
