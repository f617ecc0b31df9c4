import { assert, describe, it } from "@effect/vitest"
import { fc, test as prop } from "@fast-check/vitest"
import { OutOfRange } from "../Errors.ts"
import { accuracyAt, type Curve } from "./curve.ts"
import type { Forecast } from "./forecast.ts"
import { expected, labelsFor, parameters } from "./read.ts"

const curve = (maximum: number): Curve => ({ maximum, delta: 0.5, alpha: 0, beta: 1, batch: 10 })
const forecast = (best: number, maxima: ReadonlyArray<number>): Forecast => ({
  _tag: "Forecast",
  curve: curve(best),
  resampled: maxima.map(curve),
  confidence: 0.5,
  points: 5,
  measured: 50,
  residual: 0.01
})
const five = forecast(0.8, [0.7, 0.75, 0.8, 0.85, 0.9])

describe("what a forecast says", () => {
  it("is the curve's accuracy and the quantiles of the samples", () => {
    const { accuracy, high, labels, low } = expected(five, 20)
    assert.strictEqual(labels, 20)
    assert.closeTo(accuracy, 0.8 * 0.75, 1e-12)
    assert.closeTo(low, 0.75 * 0.75, 1e-12)
    assert.closeTo(high, 0.85 * 0.75, 1e-12)
    assert.closeTo(expected(forecast(0.95, [0.7, 0.8]), 20).high, 0.95 * 0.75, 1e-12)
  })

  it("is the four parameters and the quantiles of the samples', wide enough to hold the curve's own", () => {
    assert.deepStrictEqual(parameters(five).map(({ name, value }) => [name, value]), [
      ["maximum", 0.8],
      ["delta", 0.5],
      ["alpha", 0],
      ["beta", 1]
    ])
    const [maximum, delta] = parameters(five)
    assert.deepStrictEqual([maximum!.low, maximum!.high, delta!.low, delta!.high], [0.75, 0.85, 0.5, 0.5])
    assert.strictEqual(parameters(forecast(0.95, [0.7, 0.8]))[0]!.high, 0.95)
  })

  it("is how many labels a target takes: 0.6 of 0.8 are two batches", () => {
    const reached = labelsFor(five, 0.6)
    assert.deepInclude(reached, { _tag: "Reached", target: 0.6, labels: 20, share: 1 })
    if (reached._tag === "Reached") {
      assert.strictEqual(reached.low, Math.ceil(10 * Math.log2(1 / (1 - 0.6 / 0.85))))
      assert.strictEqual(reached.high, Math.ceil(10 * Math.log2(1 / (1 - 0.6 / 0.75))))
    }
  })

  it("is that a target is not reached, at all or with the labels there can be", () => {
    assert.deepStrictEqual(labelsFor(five, 0.8), { _tag: "NotReached", target: 0.8, maximum: 0.8, share: 0.4 })
    const within = labelsFor(five, 0.6, 19)
    assert.deepInclude(within, { _tag: "NotReached", target: 0.6, share: 0.4 })
    if (within._tag === "NotReached") assert.closeTo(within.maximum, accuracyAt(five.curve, 19), 1e-12)
    assert.deepInclude(labelsFor(five, 0.6, 20), { _tag: "Reached", labels: 20, high: undefined, share: 0.6 })
    assert.deepInclude(labelsFor(five, 0), { _tag: "Reached", labels: 0, low: 0 })
  })

  prop.prop([fc.double({ min: 0, max: 1, noNaN: true }), fc.nat({ max: 500 })])(
    "agrees with itself",
    (target, most) => {
      const found = labelsFor(five, target, most)
      if (found._tag === "NotReached") return assert.isBelow(found.maximum, target)
      assert.isAtMost(found.low, found.labels)
      if (found.high !== undefined) assert.isAtLeast(found.high, found.labels)
      assert.isAtLeast(expected(five, found.labels).accuracy, target - 1e-9)
      if (found.labels > 0) assert.isBelow(expected(five, found.labels - 1).accuracy, target + 1e-9)
    }
  )

  it("is nothing for a question that makes no sense", () => {
    assert.throws(() => expected(five, -1), OutOfRange, "no accuracy at -1 labels")
    assert.throws(() => expected(five, Infinity), OutOfRange)
    assert.throws(() => labelsFor(five, 90), OutOfRange, "the target is 90; give an accuracy from 0 to 1")
    assert.throws(() => labelsFor(five, 0.5, Number.NaN), OutOfRange, "at most NaN labels")
  })
})
