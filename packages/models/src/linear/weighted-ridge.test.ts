import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import { solve } from "./cholesky.ts"
import { apply, weightedRidge } from "./weighted-ridge.ts"

const number = fc.integer({ min: -4, max: 4 })

const problem = fc.tuple(fc.integer({ min: 2, max: 6 }), fc.integer({ min: 1, max: 6 })).chain(([rows, cols]) =>
  fc.record({
    rows: fc.constant(rows),
    cols: fc.constant(cols),
    x: fc.array(number, { minLength: rows * cols, maxLength: rows * cols }),
    z: fc.array(number, { minLength: rows, maxLength: rows }),
    shares: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: rows, maxLength: rows }),
    penalty: fc.constantFrom(0.1, 1, 10)
  })
)

const near = (a: number, b: number, tolerance = 1e-8) => Math.abs(a - b) <= tolerance * (1 + Math.abs(a))

describe("weighted ridge regression", () => {
  test.prop([problem])(
    "has no slope left, over items and over columns alike",
    ({ cols, penalty, rows, shares, x, z }) => {
      const given = { data: Float64Array.from(x), rows, cols }
      const model = weightedRidge(given, z, Float64Array.from(shares), penalty)
      const errors = apply(model, given).map((value, i) => shares[i]! * (value - z[i]!))
      assert.isTrue(near(errors.reduce((a, b) => a + b, 0), 0))
      for (let c = 0; c < cols; c++) {
        const slope = errors.reduce((sum, error, i) => sum + error * x[i * cols + c]!, penalty * model.weights[c]!)
        assert.isTrue(near(slope, 0), `column ${c}: ${slope}`)
      }
    }
  )

  it("by hand: one column, y = 2x + 1, drawn in by the penalty", () => {
    const x = { data: Float64Array.of(-1, 0, 1), rows: 3, cols: 1 }, shares = new Float64Array(3).fill(1)
    // Σ x² = 2: w = 4 / (2 + 2) = 1, and the intercept is the mean.
    assert.deepStrictEqual(weightedRidge(x, [-1, 1, 3], shares, 2), { weights: Float64Array.of(1), intercept: 1 })
  })
})

describe("solve", () => {
  it("by hand, and NaN where the matrix is not positive definite", () => {
    assert.deepStrictEqual([...solve(Float64Array.of(4, 0, 2, 5), Float64Array.of(8, 12))], [1, 2])
    assert.isTrue(solve(Float64Array.of(-1), Float64Array.of(1)).every(Number.isNaN))
  })
})
