import { assert, describe, it } from "@effect/vitest"
import { OutOfRange } from "../Errors.ts"
import { aubcDeepAl } from "./deepal.ts"

/** Quota, batch, accuracies, and what Python's `get_aubc` of DeepAL+ gives for them. */
const golden: ReadonlyArray<readonly [number, number, ReadonlyArray<number>, number]> = [
  [15, 10, [0.5, 0.6, 0.9], 0.617],
  [2, 1, [0.125, 0.0, 0.125], 0.062],
  [2, 1, [0.0625, 0.0625, 0.0625], 0.062],
  [2, 1, [0.1875, 0.1875, 0.1875], 0.188],
  [20, 10, [0.3125, 0.3125, 0.3125], 0.312],
  [25, 10, [0.1, 0.2, 0.4, 0.45], 0.265],
  [9, 4, [0.11, 0.35, 0.5, 0.71], 0.358],
  [1, 1, [0.4375, 0.4375], 0.438],
  [1, 1, [0.9375, 0.9375], 0.938],
  [1, 1, [0.0005, 0.0005], 0.001],
  [1, 1, [0.0015, 0.0015], 0.002],
  [1, 1, [0.6785, 0.6785], 0.678]
]

describe("aubcDeepAl", () => {
  it("is what Python gives: the last trapezoid, and halves to even", () => {
    for (const [quota, batch, accuracy, wanted] of golden) {
      assert.strictEqual(aubcDeepAl(accuracy, { quota, batch }), wanted, accuracy.join())
    }
  })

  it("takes equal batches by default: halves at the ends, three decimals", () => {
    assert.strictEqual(aubcDeepAl([0.1, 0.2, 0.4]), 0.225)
    assert.strictEqual(aubcDeepAl([0.1, 0.2, 0.4003]), 0.225)
    assert.strictEqual(aubcDeepAl([0.5, 0.6, 0.9], { batch: 10 }), 0.65)
  })

  it("refuses what is no curve of that quota", () => {
    const refused = (accuracy: ReadonlyArray<number>, quota: number, batch: number, message: string) =>
      assert.throws(() => aubcDeepAl(accuracy, { quota, batch }), OutOfRange, message)
    refused([0.5], 1, 1, "two points or more; there are 1")
    refused([0.5, 0.6], 15, 10, "a quota of 15 in batches of 10 makes 3 points; there are 2")
    refused([0.5, 0.6], 0, 10, "the quota is 0")
    refused([0.5, 0.6], 10, 2.5, "the batch is 2.5")
    refused([0.5, Number.NaN], 1, 1, "the accuracy of point 1 is NaN")
  })
})
