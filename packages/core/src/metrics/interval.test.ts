import { assert, describe, it } from "@effect/vitest"
import { fc, test as prop } from "@fast-check/vitest"
import { OutOfRange } from "../Errors.ts"
import { of } from "../Metrics.ts"
import * as Rng from "../Rng.ts"
import { wilsonInterval } from "../statistics/proportion.ts"
import { accuracyInterval, balancedAccuracyInterval } from "./interval.ts"

const pairs = fc.array(fc.tuple(fc.integer({ min: -1, max: 2 }), fc.nat({ max: 2 })), { minLength: 1 })
  .filter((all) => all.some(([actual]) => actual >= 0))

describe("an accuracy's interval", () => {
  it("is Wilson's of the items whose class is known", () => {
    const measured = accuracyInterval([0, 1, 1, -1, 0], [0, 1, 0, 1, 0])
    assert.deepStrictEqual(measured, { value: 0.75, items: 4, ...wilsonInterval(3, 4) })
  })

  it("of the balanced accuracy joins the classes: 9 of 10 and 1 of 2 by hand", () => {
    const actual = [...new Array<number>(10).fill(0), 2, 2]
    const predicted = [1, ...new Array<number>(9).fill(0), 2, 0]
    const { high, items, low, value } = balancedAccuracyInterval(actual, predicted, 0.9)
    const [a, b] = [wilsonInterval(9, 10, 0.9), wilsonInterval(1, 2, 0.9)]
    assert.strictEqual(items, 12)
    assert.closeTo(value, 0.7, 1e-12)
    assert.closeTo(low, 0.7 - Math.sqrt((0.9 - a.low) ** 2 + (0.5 - b.low) ** 2) / 2, 1e-12)
    assert.closeTo(high, 0.7 + Math.sqrt((a.high - 0.9) ** 2 + (b.high - 0.5) ** 2) / 2, 1e-12)
  })

  it("of the balanced accuracy covers the truth about as often as promised", () => {
    const draw = Rng.reader(Rng.fromSeed(3)), recall = [0.95, 0.7, 0.5], counts = [40, 12, 25]
    let covered = 0
    for (let run = 0; run < 1000; run++) {
      const actual = counts.flatMap((count, c) => new Array<number>(count).fill(c))
      const predicted = actual.map((c) => draw() < recall[c]! ? c : (c + 1) % 3)
      const { high, low } = balancedAccuracyInterval(actual, predicted)
      if (low <= 2.15 / 3 && 2.15 / 3 <= high) covered += 1
    }
    assert.closeTo(covered / 1000, 0.95, 0.025)
  })

  prop.prop([pairs])("holds what was measured, as the metrics have it", (all) => {
    const [actual, predicted] = [all.map(([a]) => a), all.map(([, b]) => b)]
    const metrics = of(actual, predicted, 3)
    const [accuracy, balanced] = [accuracyInterval(actual, predicted), balancedAccuracyInterval(actual, predicted)]
    assert.closeTo(accuracy.value, metrics.accuracy, 1e-12)
    assert.closeTo(balanced.value, metrics.balancedAccuracy, 1e-12)
    for (const { high, low, value } of [accuracy, balanced]) {
      assert.isTrue(0 <= low && low <= value && value <= high && high <= 1)
    }
    if (new Set(actual.filter((a) => a >= 0)).size === 1) assert.closeTo(balanced.low, accuracy.low, 1e-12)
  })

  it("is refused where nothing was measured", () => {
    assert.throws(() => accuracyInterval([-1, -1], [0, 1]), OutOfRange, "no item's true class is known")
    assert.throws(() => balancedAccuracyInterval([], []), OutOfRange, "no item's true class is known")
    assert.throws(() => accuracyInterval([0], [0, 1]), OutOfRange, "1 true classes and 2 predicted")
    assert.throws(() => balancedAccuracyInterval([0], [0], 2), OutOfRange, "confidence")
  })
})
