import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import { OutOfRange } from "../Errors.ts"
import { ofNumbers } from "./numbers.ts"

const number = fc.integer({ min: -5, max: 5 })
const pairs = fc.array(fc.tuple(number, number), { minLength: 1, maxLength: 8 })

describe("ofNumbers", () => {
  it("by hand: RMSE, and R² against the mean", () => {
    assert.deepStrictEqual(ofNumbers([0, 2, 4], [1, 2, 3]), { rmse: Math.sqrt(2 / 3), r2: 0.75 })
    assert.deepStrictEqual(ofNumbers([3, 3], [3, 3]), { rmse: 0, r2: 1 })
    assert.deepStrictEqual(ofNumbers([3, 3], [3, 4]).r2, 0)
    for (const n of [3, 6, 7]) {
      assert.strictEqual(ofNumbers(new Array(n).fill(0.1), new Array(n).fill(0.2)).r2, 0)
      assert.strictEqual(ofNumbers(new Array(n).fill(0.1), new Array(n).fill(0.1)).r2, 1)
    }
    assert.isNaN(ofNumbers([], []).r2)
  })

  test.prop([pairs])("is as written down; the mean of the numbers has R² 0; the order changes no bit", (given) => {
    const [actual, predicted] = [given.map(([a]) => a), given.map(([, b]) => b)]
    const mean = actual.reduce((a, b) => a + b, 0) / actual.length
    const error = given.reduce((sum, [a, b]) => sum + (a - b) ** 2, 0)
    const spread = actual.reduce((sum, a) => sum + (a - mean) ** 2, 0)
    const { r2, rmse } = ofNumbers(actual, predicted)
    assert.closeTo(rmse, Math.sqrt(error / given.length), 1e-12)
    if (spread > 0) {
      assert.closeTo(r2, 1 - error / spread, 1e-9)
      assert.closeTo(ofNumbers(actual, actual.map(() => mean)).r2, 0, 1e-12)
    }
    assert.deepStrictEqual(ofNumbers(actual.toReversed(), predicted.toReversed()), { r2, rmse })
  })

  it("refuses other lists", () => {
    assert.throws(() => ofNumbers([1], []), OutOfRange, /0 predictions of 1 items/)
    assert.throws(() => ofNumbers([1], [Number.NaN]), OutOfRange, /predicted holds NaN at 0/)
  })
})
