import { assert, describe, it } from "@effect/vitest"
import { fc, test as prop } from "@fast-check/vitest"
import golden from "../../test/golden/palm.scipy.json" with { type: "json" }
import { accuracyAt, type Curve } from "./curve.ts"
import { fitter } from "./fit.ts"
import { evaluate, type Shape } from "./shape.ts"

const fit = (
  labels: ReadonlyArray<number>,
  accuracy: ReadonlyArray<number>,
  weight = labels.map(() => 1),
  batch = 20
) => {
  const frame = { first: labels[0]!, last: labels.at(-1)!, batch }
  const { curve, fit } = fitter(frame, Float64Array.from(labels))
  const found = fit({ accuracy: Float64Array.from(accuracy), weight: Float64Array.from(weight) })
  return { ...found, curve: curve(found) }
}

const errorOf = (
  curve: Curve,
  labels: ReadonlyArray<number>,
  accuracy: ReadonlyArray<number>,
  weight: ReadonlyArray<number>
) => labels.reduce((sum, count, i) => sum + weight[i]! * (accuracy[i]! - accuracyAt(curve, count)) ** 2, 0)

const number = (min: number, max: number) => fc.double({ min, max, noNaN: true })
const steps = Array.from({ length: 10 }, (_, i) => 20 * (i + 1))

describe("the fit", () => {
  it.each(golden.cases)("leaves what SciPy leaves: $error", ({ accuracy, at1000, error, labels }) => {
    const found = fit(labels, accuracy)
    assert.closeTo(found.error, error, 1e-6 * error)
    assert.closeTo(accuracyAt(found.curve, 1000), at1000, 1e-3)
  })

  // Where all points are straight on, or the last no longer told from the maximum, many curves are as good.
  const curves = fc.tuple(number(0.4, 1), number(0.05, 0.8), number(-0.9, 5), number(0.3, 2)).map(
    ([maximum, delta, alpha, beta]) => ({ maximum, delta, alpha, beta, batch: 20 })
  ).filter((curve) => {
    const missing = 1 - accuracyAt(curve, 200) / curve.maximum
    return missing > 1e-6 && missing < 0.4
  })

  prop.prop([curves])("finds a curve again that the points lie on", (curve) => {
    const found = fit(steps, steps.map((n) => accuracyAt(curve, n)))
    assert.isBelow(found.error, 1e-4)
    assert.closeTo(accuracyAt(found.curve, 260), accuracyAt(curve, 260), 0.02)
  })

  // Tie-rich: accuracies are tenths, many of them equal, falling as often as rising.
  const points = fc.integer({ min: 5, max: 9 }).chain((n) =>
    fc.tuple(
      fc.array(fc.nat({ max: 10 }).map((tenth) => tenth / 10), { minLength: n, maxLength: n }),
      fc.array(fc.integer({ min: 1, max: 4 }), { minLength: n, maxLength: n })
    )
  )
  const rival = fc.record({
    delta: number(0.01, 0.9),
    alpha: number(-0.9, 10),
    beta: number(0.1, 4),
    maximum: number(0.1, 1)
  })

  prop.prop([points, fc.array(rival, { minLength: 20, maxLength: 40 })])(
    "is what its curve says, and better than any other curve",
    ([accuracy, weight], rivals) => {
      const labels = steps.slice(0, accuracy.length), found = fit(labels, accuracy, weight)
      const own = errorOf(found.curve, labels, accuracy, weight)
      assert.closeTo(own, found.error, 1e-9)
      for (const other of rivals) {
        assert.isAtMost(own, errorOf({ ...other, batch: 20 }, labels, accuracy, weight) + 1e-3)
      }
      assert.isTrue(found.curve.maximum >= 0 && found.curve.maximum <= 1)
      assert.isTrue(found.curve.delta > 0 && found.curve.delta < 1)
    }
  )

  it("is the same whatever a batch is called", () => {
    const accuracy = [0.3, 0.45, 0.5, 0.62, 0.61, 0.7]
    const labels = steps.slice(0, 6),
      [a, b] = [fit(labels, accuracy, undefined, 20), fit(labels, accuracy, undefined, 10)]
    for (const n of [0, 50, 120, 500]) assert.closeTo(accuracyAt(a.curve, n), accuracyAt(b.curve, n), 2e-3)
  })

  it("heeds what points weigh", () => {
    const labels = steps.slice(0, 6), accuracy = [0.1, 0.2, 0.3, 0.4, 0.5, 0.1]
    const light = fit(labels, accuracy, [1, 1, 1, 1, 1, 1e-6])
    assert.closeTo(accuracyAt(light.curve, 100), 0.5, 0.01)
    assert.isBelow(accuracyAt(fit(labels, accuracy).curve, 100), 0.4)
  })

  it("goes down the slope: the derivatives are those of the curve", () => {
    const frame = { first: 20, last: 200, batch: 20 },
      labels = Float64Array.from(steps),
      shape: Shape = [0.3, -0.2, 0.4]
    const at = (s: Shape) => {
      const out = new Float64Array(labels.length)
      evaluate(frame, s, labels, out)
      return out
    }
    const slopes = [0, 1, 2].map(() => new Float64Array(labels.length)) as [Float64Array, Float64Array, Float64Array]
    evaluate(frame, shape, labels, new Float64Array(labels.length), slopes)
    for (const k of [0, 1, 2] as const) {
      const moved = (by: number) => at(shape.map((value, i) => i === k ? value + by : value) as unknown as Shape)
      const [up, down] = [moved(1e-6), moved(-1e-6)]
      labels.forEach((_, i) => assert.closeTo(slopes[k][i]!, (up[i]! - down[i]!) / 2e-6, 1e-6))
    }
  })
})
