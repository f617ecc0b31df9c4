import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import { standardized, standardOf } from "./standardized.ts"

const number = fc.float({ noNaN: true, noDefaultInfinity: true, min: Math.fround(-1e30), max: Math.fround(1e30) })

describe("standardOf", () => {
  it("is by hand the mean and the population's deviation", () => {
    const { deviations, means } = standardOf({ data: Float32Array.of(0, 5, 2, 5, 4, 5, 6, 5), rows: 4, cols: 2 })
    assert.deepStrictEqual([[...means], [...deviations]], [[3, 5], [Math.sqrt(5), 1]])
  })

  test.prop([number, number, fc.integer({ min: 1, max: 2000 })])(
    "takes a column of any equal numbers for constant, so that another number in it stays of its size",
    (x, y, rows) => {
      const standard = standardOf({ data: new Float32Array(rows).fill(x), rows, cols: 1 })
      assert.strictEqual(standard.deviations[0], 1)
      const { data } = standardized(standard, { data: Float32Array.of(x, y), rows: 2, cols: 1 })
      assert.deepStrictEqual([data[0]! + 0, data[1]! + 0], [0, Math.fround(y) - Math.fround(x) + 0])
    }
  )
})
