import { assert, describe, it } from "@effect/vitest"
import { fc, test as prop } from "@fast-check/vitest"
import { accuracyAt, type Curve, labelsAt } from "./curve.ts"

const number = (min: number, max: number) => fc.double({ min, max, noNaN: true })
const curves: fc.Arbitrary<Curve> = fc.record({
  maximum: number(0.05, 1),
  delta: number(0.001, 0.999),
  alpha: number(-3, 20),
  beta: number(0.05, 4),
  batch: fc.integer({ min: 1, max: 50 })
})

describe("the curve", () => {
  it("is PALM's formula", () => {
    const curve = { maximum: 0.9, delta: 0.3, alpha: 0.5, beta: 0.7, batch: 10 }
    for (const n of [0, 10, 35, 1000]) {
      assert.closeTo(accuracyAt(curve, n), 0.9 * (1 - 0.7 ** ((n / 10 + 0.5) ** 0.7)), 1e-12)
    }
    assert.strictEqual(accuracyAt({ ...curve, alpha: -2 }, 10), 0)
  })

  prop.prop([curves, number(0, 1000), number(0, 1000)])("rises from 0 to its maximum at most", (curve, a, b) => {
    const [low, high] = [accuracyAt(curve, Math.min(a, b)), accuracyAt(curve, Math.max(a, b))]
    assert.isTrue(0 <= low && low <= high && high <= curve.maximum)
  })

  prop.prop([curves, number(0, 1)])("is inverted by the labels that an accuracy takes", (curve, accuracy) => {
    const labels = labelsAt(curve, accuracy)
    if (accuracy >= curve.maximum) return assert.strictEqual(labels, Infinity)
    // Where the curve is steep, the accuracy lies between those of the labels next to it, as numbers go.
    const [below, above] = [accuracyAt(curve, labels * (1 - 1e-9)), accuracyAt(curve, labels * (1 + 1e-9))]
    if (labels > 0) assert.isTrue(below - 1e-6 <= accuracy && accuracy <= above + 1e-6)
    else assert.isAtLeast(accuracyAt(curve, 0), accuracy - 1e-9)
  })
})
