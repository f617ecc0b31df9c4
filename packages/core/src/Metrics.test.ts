import { assert, describe, it } from "@effect/vitest"
import { fc, test as prop } from "@fast-check/vitest"
import * as Metrics from "./Metrics.ts"

const of = (actual: ReadonlyArray<number>, predicted: ReadonlyArray<number>, classes: number) =>
  Metrics.of(Int32Array.from(actual), Int32Array.from(predicted), classes)

describe("Metrics", () => {
  it("are right by hand", () => {
    const { accuracy, balancedAccuracy, macroF1, recall } = of([0, 0, 0, 1, 1, 2], [0, 0, 1, 1, 2, 2], 3)
    assert.strictEqual(accuracy, 4 / 6)
    assert.deepStrictEqual(recall, [2 / 3, 1 / 2, 1])
    assert.closeTo(balancedAccuracy, (2 / 3 + 1 / 2 + 1) / 3, 1e-15)
    assert.closeTo(macroF1, (4 / 5 + 1 / 2 + 2 / 3) / 3, 1e-15) // precision 1, 1/2, 1/2
  })

  it("leave classes out that do not occur", () => {
    const { balancedAccuracy, macroF1, recall } = of([0, 1], [0, 1], 4)
    assert.deepStrictEqual(recall.map(Number.isNaN), [false, false, true, true])
    assert.deepStrictEqual([balancedAccuracy, macroF1], [1, 1])
  })

  it("give AUBC as the mean accuracy along the curve, whatever the batches", () => {
    assert.strictEqual(Metrics.aubc([10, 20, 40], [0.5, 0.7, 0.9]), (10 * 0.6 + 20 * 0.8) / 30)
    assert.throws(() => Metrics.aubc([10], [0.5]), /two points/)
    assert.throws(() => Metrics.aubc([10, 10], [0.5, 0.6]), /must rise/)
  })

  it("give DeepAL+'s AUBC: halves at the ends, three decimals", () => {
    assert.strictEqual(Metrics.aubcDeepAl([0.1, 0.2, 0.4]), 0.225)
    assert.strictEqual(Metrics.aubcDeepAl([0.1, 0.2, 0.4003]), 0.225)
  })

  it("tell the error on the rest: labeled items do not count, whether right or wrong", () => {
    const actual = Int32Array.of(0, 0, 1, 1, 2)
    assert.strictEqual(Metrics.errorOnRest(actual, [0, 1, 1, 0, 0], []), 3 / 5)
    assert.strictEqual(Metrics.errorOnRest(actual, [0, 1, 1, 0, 0], [4, 1]), 1 / 3)
    assert.strictEqual(Metrics.errorOnRest(actual, [0, 1, 1, 0, 0], new Set([1, 3, 4])), 0)
    assert.isNaN(Metrics.errorOnRest(actual, actual, [0, 1, 2, 3, 4]))
    assert.throws(() => Metrics.errorOnRest(actual, [0], []), /5 true classes and 1 predicted/)
  })

  it("tell where a curve reaches a target", () => {
    assert.strictEqual(Metrics.labelsToReach([10, 20, 30], [0.5, 0.7, 0.8], 0.6), 15)
    assert.strictEqual(Metrics.labelsToReach([10, 20], [0.5, 0.7], 0.4), 10)
    assert.strictEqual(Metrics.labelsToReach([10, 20], [0.5, 0.7], 0.9), undefined)
  })

  prop.prop([fc.array(fc.tuple(fc.nat({ max: 3 }), fc.nat({ max: 3 })), { minLength: 1 })])(
    "lie between 0 and 1, and are 1 for the truth",
    (pairs) => {
      const actual = pairs.map(([a]) => a)
      const { accuracy, balancedAccuracy, macroF1 } = of(actual, pairs.map(([, b]) => b), 4)
      for (const value of [accuracy, balancedAccuracy, macroF1]) assert.isTrue(value >= 0 && value <= 1)
      const truth = of(actual, actual, 4)
      assert.deepStrictEqual([truth.accuracy, truth.balancedAccuracy, truth.macroF1], [1, 1, 1])
    }
  )
})
