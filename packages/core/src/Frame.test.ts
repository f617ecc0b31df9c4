import { fc, test } from "@fast-check/vitest"
import { assert, describe, it } from "vitest"
import { frame } from "../test/queries.ts"
import * as Frame from "./Frame.ts"

const list = fc.uniqueArray(fc.nat(20)).map((some) => Uint32Array.from(some))
const of = (...positions: ReadonlyArray<number>) => Uint32Array.from(positions)

test.prop([list, list])("without takes away and keeps the order", (from, drop) => {
  assert.deepStrictEqual([...Frame.without(from, drop)], [...from].filter((position) => !drop.includes(position)))
})

test.prop([list, list])("concat is one after the other", (a, b) => {
  assert.deepStrictEqual([...Frame.concat(a, b)], [...a, ...b])
})

describe("isSubsequence", () => {
  test.prop([list.chain((all) => fc.tuple(fc.constant(all), fc.subarray([...all])))])(
    "of what is left out",
    ([all, some]) => {
      assert.isTrue(Frame.isSubsequence(Uint32Array.from(some), all))
    }
  )

  it("not of what is new, twice, or in another order", () => {
    assert.isFalse(Frame.isSubsequence(of(1, 4), of(1, 2, 3)))
    assert.isFalse(Frame.isSubsequence(of(1, 1), of(1, 2, 3)))
    assert.isFalse(Frame.isSubsequence(of(2, 1), of(1, 2, 3)))
  })
})

describe("apply and widen", () => {
  const start = frame(6, { budget: 4, candidates: of(0, 1, 2, 3, 5), picked: of(4) })

  it("apply remembers the candidates before a filter", () => {
    const once = Frame.apply(start, { candidates: of(1, 3) })
    const twice = Frame.apply(once, { candidates: of(3) })
    assert.deepStrictEqual(twice.wider.map((before) => [...before]), [[0, 1, 2, 3, 5], [1, 3]])
    assert.strictEqual(Frame.apply(start, {}).wider.length, 0)
  })

  it("apply sets columns and adds evidence", () => {
    const one = { name: "one", values: new Float64Array(6) }
    const cluster = { assignment: new Int32Array(6) }
    const next = Frame.apply(Frame.apply(start, { evidence: [one] }), { columns: { cluster }, evidence: [one] })
    assert.strictEqual(next.cluster, cluster)
    assert.strictEqual(next.evidence.length, 2)
  })

  it("widen brings the last filter's candidates back, less what was picked, for the rest of the budget", () => {
    const filtered = Frame.apply(Frame.apply(start, { candidates: of(1, 2, 3) }), { candidates: of(3) })
    const wider = Frame.widen(filtered, of(3))!
    assert.deepStrictEqual([...wider.candidates], [1, 2])
    assert.deepStrictEqual([...wider.picked], [4, 3])
    assert.strictEqual(wider.budget, 3)
    assert.deepStrictEqual([...Frame.widen(wider, of())!.candidates], [0, 1, 2, 5])
    assert.isUndefined(Frame.widen(start, of()))
  })
})

it("mask has a one where a position is", () => {
  assert.deepStrictEqual([...Frame.mask(4, of(3, 1))], [0, 1, 0, 1])
})
