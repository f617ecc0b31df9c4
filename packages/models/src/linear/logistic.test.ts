import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import { fitLogistic, shareOf } from "./logistic.ts"

const problem = fc.tuple(fc.integer({ min: 2, max: 8 }), fc.integer({ min: 1, max: 4 })).chain(([rows, cols]) =>
  fc.record({
    rows: fc.constant(rows),
    cols: fc.constant(cols),
    x: fc.array(fc.integer({ min: -3, max: 3 }), { minLength: rows * cols, maxLength: rows * cols }),
    y: fc.array(fc.constantFrom(0, 1), { minLength: rows, maxLength: rows }),
    penalty: fc.constantFrom(0.01, 1, 10)
  })
).filter(({ y }) => new Set(y).size === 2)

describe("logistic regression", () => {
  test.prop([problem])("has no slope left: labels that are separated, too", ({ cols, penalty, rows, x, y }) => {
    const given = { data: Float64Array.from(x), rows, cols }, model = fitLogistic(given, y, penalty)
    const errors = shareOf(model, given).map((share, i) => share - y[i]!)
    assert.isBelow(Math.abs(errors.reduce((a, b) => a + b, 0)), 1e-3)
    for (let c = 0; c < cols; c++) {
      const slope = errors.reduce((sum, error, i) => sum + error * x[i * cols + c]!, penalty * model.weights[c]!)
      assert.isBelow(Math.abs(slope), 1e-3)
    }
  })

  it("by hand: without a column that tells, the share of the labels", () => {
    const model = fitLogistic({ data: new Float64Array(4), rows: 4, cols: 1 }, [1, 0, 1, 1], 1)
    assert.closeTo(model.intercept, Math.log(3), 1e-6)
    assert.closeTo(shareOf(model, { data: Float64Array.of(9), rows: 1, cols: 1 })[0]!, 0.75, 1e-6)
  })
})
