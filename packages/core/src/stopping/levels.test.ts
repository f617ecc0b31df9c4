import { assert, describe, it } from "@effect/vitest"
import { fc, test as prop } from "@fast-check/vitest"
import { InvalidOptions, OutOfRange } from "../Errors.ts"
import { fromRows } from "../Matrix.ts"
import { wilsonInterval } from "../statistics/proportion.ts"
import { judge, stopsAt } from "./criterion.ts"
import { budget, cost, overallUncertainty, targetAccuracy, uncertainty } from "./levels.ts"

describe("budget and cost", () => {
  it("stop when there are labels enough, the last included", () => {
    const verdicts = judge(budget({ labels: 20 }), [{ labeled: 10 }, { labeled: 20 }, { labeled: 30 }])
    assert.deepStrictEqual(verdicts.map(({ stop }) => stop), [false, true, true])
    assert.deepStrictEqual(verdicts[0], { criterion: "budget(20)", stop: false, value: 10, reason: "10 of 20 labels" })
  })

  it("sum what rounds cost", () => {
    const verdicts = judge(cost({ amount: 1.5 }), [{ cost: 0.5 }, { cost: 0 }, { cost: 1 }, { cost: 0 }])
    assert.deepStrictEqual(verdicts.map(({ stop, value }) => [value, stop]), [[0.5, false], [0.5, false], [1.5, true], [
      1.5,
      true
    ]])
    assert.strictEqual(verdicts[0]!.reason, "0.5 of 1.5 spent")
  })

  it("take no budget of nothing", () => {
    for (const labels of [0, -1, 1.5, Number.NaN]) {
      assert.throws(() => budget({ labels }), InvalidOptions, "labels takes")
    }
    for (const amount of [0, -1, Infinity]) assert.throws(() => cost({ amount }), InvalidOptions, "amount takes")
  })
})

describe("overall uncertainty", () => {
  it("is the mean entropy over log C", () => {
    const probability = fromRows([[0.5, 0.5], [1, 0], [0.25, 0.75]])
    assert.closeTo(uncertainty(probability, [0]), 1, 1e-12)
    assert.strictEqual(uncertainty(probability, [1]), 0)
    const third = -(0.25 * Math.log2(0.25) + 0.75 * Math.log2(0.75))
    assert.closeTo(uncertainty(probability), (1 + third) / 3, 1e-7)
    assert.isNaN(uncertainty(probability, []))
    assert.strictEqual(uncertainty(fromRows([[1]])), 0)
    assert.throws(() => uncertainty(probability, [3]), OutOfRange, "there is no item 3; the probabilities have 3 rows")
  })

  it("stops at its level, rounds in a row", () => {
    const rounds = [0.05, 0.06, 0.05, 0.01, Number.NaN].map((uncertainty) => ({ uncertainty }))
    assert.deepStrictEqual(judge(overallUncertainty(), rounds).map(({ stop }) => stop), [
      true,
      false,
      true,
      true,
      false
    ])
    assert.strictEqual(stopsAt(overallUncertainty({ rounds: 2 }), rounds), 3)
    assert.strictEqual(stopsAt(overallUncertainty({ level: 0.01 }), rounds), 3)
  })

  prop.prop([
    fc.array(fc.array(fc.nat({ max: 4 }), { minLength: 3, maxLength: 3 }).filter((row) => row.some((n) => n > 0)), {
      minLength: 1
    })
  ])(
    "lies between 0 and 1",
    (rows) => {
      const value = uncertainty(fromRows(rows.map((row) => row.map((n) => n / row.reduce((a, b) => a + b, 0)))))
      assert.isTrue(value >= 0 && value <= 1 + 1e-6)
    }
  )
})

describe("target accuracy", () => {
  it("stops when the lower end of the interval reaches it", () => {
    const rounds = [{ metrics: { accuracy: 0.93 }, tested: 100 }, { metrics: { accuracy: 0.93 }, tested: 1000 }]
    const verdicts = judge(targetAccuracy({ accuracy: 0.9 }), rounds)
    assert.deepStrictEqual(verdicts.map(({ stop, value }) => [value, stop]), [[0.93, false], [0.93, true]])
    assert.strictEqual(
      verdicts[0]!.reason,
      "accuracy 93 % on 100 items, from 86.25 % to 96.57 %; 90 % at the lower end is enough"
    )
  })

  it("says that the labels of the test items are spent, whether or not it stops; none where there are none", () => {
    const rounds = [0, 30, 1000].map((tested) => ({ metrics: { accuracy: 0.93 }, tested }))
    assert.deepStrictEqual(judge(targetAccuracy({ accuracy: 0.9 }), rounds).map(({ own }) => own), [
      undefined,
      30,
      1000
    ])
  })

  it("takes the number of items from its option where one is given", () => {
    const round = { metrics: { accuracy: 0.93 } }
    assert.strictEqual(stopsAt(targetAccuracy({ accuracy: 0.9, items: 1000 }), [round]), 0)
    assert.isUndefined(stopsAt(targetAccuracy({ accuracy: 0.9, items: 100 }), [round]))
    assert.throws(
      () => judge(targetAccuracy({ accuracy: 0.9 }), [round]),
      OutOfRange,
      "it is not said on how many items"
    )
  })

  it("is not reached while nothing was measured", () => {
    const [none, nan] = judge(targetAccuracy({ accuracy: 0 }), [
      { metrics: { accuracy: 1 }, tested: 0 },
      { metrics: { accuracy: Number.NaN }, tested: 9 }
    ])
    assert.deepStrictEqual([none!.stop, nan!.stop, none!.reason], [false, false, "no accuracy was measured yet"])
    assert.isNaN(none!.value)
  })

  prop.prop([fc.nat({ max: 40 }), fc.nat({ max: 40 }), fc.nat({ max: 20 })])("asks Wilson", (hits, misses, target) => {
    const tested = hits + misses + 1, accuracy = target / 20
    const [verdict] = judge(targetAccuracy({ accuracy, confidence: 0.8 }), [{
      metrics: { accuracy: hits / tested },
      tested
    }])
    assert.strictEqual(verdict!.stop, wilsonInterval(hits, tested, 0.8).low >= accuracy)
  })

  it("takes accuracies and confidences only", () => {
    assert.throws(() => targetAccuracy({ accuracy: 95 }), InvalidOptions, "accuracy takes")
    assert.throws(() => targetAccuracy({ accuracy: 0.9, confidence: 1 }), InvalidOptions, "confidence takes")
    assert.throws(() => judge(targetAccuracy({ accuracy: 0.9 }), [{ metrics: { accuracy: 2 }, tested: 9 }]), OutOfRange)
  })
})
