import { assert, describe, it } from "@effect/vitest"
import { fc, test as prop } from "@fast-check/vitest"
import { midranks } from "./midranks.ts"

describe("midranks", () => {
  it("share ranks among equals, by hand", () => {
    assert.deepStrictEqual(midranks([30, 10, 20, 20, 10, 10]), [6, 2, 4.5, 4.5, 2, 2])
    assert.deepStrictEqual(midranks([]), [])
  })

  it("tie values that only rounding tells apart, when told to", () => {
    const values = [0.9 - 0.8, 0.8 - 0.7, 0.2]
    assert.deepStrictEqual(midranks(values), [1, 2, 3].map((_, i) => i === 2 ? 3 : values[i]! < values[1 - i]! ? 1 : 2))
    assert.deepStrictEqual(midranks(values, 1e-12), [1.5, 1.5, 3])
  })

  prop.prop([fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 15 })])(
    "count who is below and who is equal",
    (values) => {
      // rank = #(smaller) + (#(equal) + 1) / 2
      const counted = values.map((x) =>
        values.filter((y) => y < x).length + (values.filter((y) => y === x).length + 1) / 2
      )
      assert.deepStrictEqual(midranks(values), counted)
    }
  )
})
