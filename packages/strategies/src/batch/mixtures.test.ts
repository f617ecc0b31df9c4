import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import { Matrix } from "@marginalia/core"
import { mixtures } from "./mixtures.ts"

const unit = fc.double({ min: 0, max: 1, noNaN: true })

describe("mixtures", () => {
  it("are dot products", () => {
    const weights = Matrix.fromRows64([[0.25, 0.75], [1, 0]])
    assert.deepStrictEqual([...mixtures(Matrix.fromRows([[0.5, 1], [0, 0.5]]), weights)], [0.875, 0.5, 0.375, 0])
  })

  test.prop([fc.array(fc.tuple(unit, unit, fc.nat()), { minLength: 1, maxLength: 40 })])(
    "have the same bits in any order of the terms",
    (terms) => {
      const of = (some: typeof terms) =>
        mixtures(Matrix.fromRows([some.map(([p]) => p)]), Matrix.fromRows64([some.map(([, w]) => w)]))[0]!
      const whole = of(terms)
      assert.strictEqual(of(terms.toReversed()), whole)
      assert.strictEqual(of(terms.toSorted((a, b) => a[2] - b[2])), whole)
      assert.closeTo(whole, terms.reduce((sum, [p, w]) => sum + Math.fround(p) * w, 0), 1e-14)
    }
  )
})
