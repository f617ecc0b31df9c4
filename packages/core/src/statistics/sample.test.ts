import { assert, describe, it } from "@effect/vitest"
import { fc, test as prop } from "@fast-check/vitest"
import { mean, standardDeviation, summary } from "./sample.ts"

const value = fc.integer({ min: -20, max: 20 })

describe("sample", () => {
  it("gives mean ± standard error, by hand", () => {
    // Squared distances from 5: 9 + 1 + 1 + 1 + 0 + 0 + 4 + 16 = 32; 32 / 7 / 8 = 4 / 7.
    const { count, mean, standardError } = summary([2, 4, 4, 4, 5, 5, 7, 9])
    assert.deepStrictEqual([count, mean], [8, 5])
    assert.closeTo(standardError!, Math.sqrt(4 / 7), 1e-15)
  })

  it("has no standard error for one seed", () => {
    assert.deepStrictEqual(summary([0.5]), { count: 1, mean: 0.5, standardError: undefined })
    assert.isNaN(standardDeviation([1]))
  })

  it("refuses nothing, and what is not a number", () => {
    assert.throws(() => summary([]), RangeError, "no values")
    assert.throws(() => summary([1, Number.NaN]), RangeError, "value 1 is NaN")
    assert.throws(() => summary([Number.POSITIVE_INFINITY]), RangeError, "value 0 is Infinity")
  })

  prop.prop([fc.array(value, { minLength: 2, maxLength: 12 })])("spreads as the differences of pairs do", (values) => {
    // s² = Σ_{i<j} (x_i − x_j)² / (n (n − 1)): no mean is taken.
    let squares = 0
    values.forEach((x, i) => values.slice(i + 1).forEach((y) => squares += (x - y) ** 2))
    assert.closeTo(standardDeviation(values) ** 2, squares / (values.length * (values.length - 1)), 1e-9)
  })

  prop.prop([fc.array(value, { minLength: 2, maxLength: 12 }), value])("moves with the values", (values, by) => {
    const [before, after] = [summary(values), summary(values.map((x) => x + by))]
    assert.closeTo(after.mean, before.mean + by, 1e-12)
    assert.closeTo(after.standardError!, before.standardError!, 1e-9)
    assert.closeTo(mean(values.toReversed()), before.mean, 1e-12)
  })
})
