import { assert, describe, it } from "@effect/vitest"
import { firstOutside, isList } from "./numbers.ts"

describe("lists of whole numbers", () => {
  it("are arrays, typed or not", () => {
    assert.deepStrictEqual([[1], new Uint8Array(1), new Float64Array(0)].map(isList), [true, true, true])
    const others = ["1", { length: 1, 0: 1 }, null, undefined, new DataView(new ArrayBuffer(8)), 3]
    assert.deepStrictEqual(others.map(isList), others.map(() => false))
  })

  it("hold whole numbers in range", () => {
    assert.isUndefined(firstOutside([0, 1, -1], -1, 1))
    for (const value of [2, -2, 0.5, Number.NaN, Infinity, "1", null, undefined, 1n, true]) {
      assert.deepStrictEqual(firstOutside([0, value], -1, 1), { at: 1, value })
    }
    assert.deepStrictEqual(firstOutside(new Array(2), 0, 1), { at: 0, value: undefined })
  })
})
