import { assert, describe, it } from "@effect/vitest"
import { fc, test as prop } from "@fast-check/vitest"
import { OutOfRange } from "./Errors.ts"
import * as Metrics from "./Metrics.ts"

const of = (actual: ReadonlyArray<number>, predicted: ReadonlyArray<number>, classes: number) =>
  Metrics.of(Int32Array.from(actual), Int32Array.from(predicted), classes)

/** What a function throws. */
const caught = (make: () => unknown): OutOfRange => {
  try {
    make()
  } catch (error) {
    return error as OutOfRange
  }
  throw new Error("it took what it should refuse")
}

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
    assert.throws(() => Metrics.aubc([10, 10], [0.5, 0.6]), OutOfRange, /must rise/)
    assert.throws(() => Metrics.aubc([10, 20], [0.5, Number.NaN]), OutOfRange, "the accuracy of point 1 is NaN")
    assert.throws(() => Metrics.aubc([10, Infinity], [0.5, 1]), OutOfRange, "of labels of point 1 is Infinity")
  })

  it("refuse a class that there is not, and name it", () => {
    const refused = (make: () => unknown, message: string, fields: Partial<OutOfRange>) => {
      const error = caught(make)
      assert.strictEqual(error.message, message)
      assert.isTrue(error instanceof RangeError && error._tag === "OutOfRange")
      for (const [name, value] of Object.entries(fields)) assert.deepStrictEqual(error[name as "value"], value)
    }
    const range = "classes are whole numbers from 0 to 1"
    const orNone = `${range}, or −1 for an item whose class is not known`
    refused(() => of([0, 1, 1], [2, 1, 1], 2), `the predicted class of item 0 is 2; ${range}`, {
      value: 2,
      position: 0
    })
    refused(() => of([0, 2], [0, 1], 2), `the true class of item 1 is 2; ${orNone}`, { value: 2, position: 1 })
    refused(() => of([0, -2], [0, 1], 2), `the true class of item 1 is -2; ${orNone}`, { value: -2 })
    refused(() => of([0, 1], [0, -1], 2), `the predicted class of item 1 is -1; ${range}`, { value: -1 })
    refused(() => Metrics.of([Number.NaN], [0], 2), `the true class of item 0 is NaN; ${orNone}`, { position: 0 })
    refused(() => Metrics.of([0], [0.5], 2), `the predicted class of item 0 is 0.5; ${range}`, { value: 0.5 })
    refused(() => Metrics.confusion([0], [7], 2), `the predicted class of item 0 is 7; ${range}`, { value: 7 })
    refused(() => Metrics.of([0], [0, 1], 2), "there are 1 true classes and 2 predicted ones", {})
    for (const classes of [0, -1, 1.5, Number.NaN, 2 ** 31]) {
      const message = `there are ${classes} classes; the number of classes is a whole number from 1`
      refused(() => of([], [], classes), message, { value: classes })
    }
    assert.match(caught(() => Metrics.confusion([], [], 65_536)).message, /too many for a table of all pairs/)
  })

  it("leave a declined item out of every number, accuracy too", () => {
    assert.deepStrictEqual(of([0, -1, 1, 1, -1], [0, 1, 1, 0, 0], 2), of([0, 1, 1], [0, 1, 0], 2))
    assert.deepStrictEqual([...Metrics.confusion([0, -1, 1], [0, 0, 0], 2)], [1, 0, 1, 0])
    assert.isNaN(of([-1], [0], 2).accuracy)
    assert.strictEqual(Metrics.errorOnRest([0, -1, 1], [0, 0, 0], []), 1 / 2)
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
    assert.strictEqual(Metrics.labelsToReach([10, 10], [0.5, 0.7], 0.6), 10)
    assert.throws(() => Metrics.labelsToReach([], [], 0.9), OutOfRange, "a point or more")
    assert.throws(() => Metrics.labelsToReach([10], [0.5, 0.6], 0.9), OutOfRange, "there are 1 and 2")
    assert.throws(() => Metrics.labelsToReach([10], [0.5], Number.NaN), OutOfRange, "NaN")
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
