/**
 * How well sets of labels are predicted.
 */
import { OutOfRange } from "../Errors.ts"

/** What is measured of predicted sets of labels. */
export interface SetMetrics {
  /** F1 of all decisions, a label of an item each, taken together; 0 where nothing is there and nothing predicted. */
  readonly microF1: number
  /** The mean F1 over the labels that occur or are predicted; 0 where there are none. */
  readonly macroF1: number
  /** The share of items of which the whole set is right. */
  readonly subsetAccuracy: number
  /** F1 by label; NaN for a label that neither occurs nor is predicted. */
  readonly f1: ReadonlyArray<number>
}

const checkBits = (name: string, bits: ArrayLike<number>, expected: number): void => {
  if (bits.length !== expected) {
    const problem = `${name} has ${bits.length} entries, not ${expected}`
    throw new OutOfRange({ problem, value: bits.length, expected: `${expected}, one an item and label` })
  }
  const at = Array.from(bits).findIndex((bit) => bit !== 0 && bit !== 1)
  if (at < 0) return
  const problem = `${name} holds ${bits[at]} at ${at}; it is 1 where the item has the label, else 0`
  throw new OutOfRange({ problem, value: bits[at], position: at, expected: "0 or 1" })
}

const f1Of = (hits: number, truths: number, guesses: number): number => 2 * hits / (truths + guesses)

/**
 * Micro-F1, macro-F1 and subset accuracy of predicted sets of `labels` labels. `actual` and `predicted` hold a row an item and a
 * column a label: 1 where the item has the label, else 0. Where neither has any label at all, F1 is 0. NaN of subset accuracy
 * where there are no items. O(items · labels).
 *
 * Throws `OutOfRange` for lists of unequal length, or of a length that is no multiple of `labels`, and for entries other than 0 and 1.
 *
 * @example
 * ```ts
 * import { Metrics } from "@marginalia/core"
 *
 * const { macroF1, microF1, subsetAccuracy } = Metrics.ofSets([1, 0, 1, 1], [1, 0, 1, 0], 2)
 * console.log(microF1, macroF1, subsetAccuracy) // => 0.8 0.5 0.5
 * ```
 */
export const ofSets = (actual: ArrayLike<number>, predicted: ArrayLike<number>, labels: number): SetMetrics => {
  const items = actual.length / labels
  if (!Number.isInteger(items) || !Number.isSafeInteger(labels) || labels < 1) {
    throw new OutOfRange({ problem: `${actual.length} entries are no rows of ${labels} labels`, value: labels })
  }
  checkBits("actual", actual, actual.length)
  checkBits("predicted", predicted, actual.length)
  const [hits, truths, guesses] = [new Float64Array(labels), new Float64Array(labels), new Float64Array(labels)]
  let whole = 0
  for (let i = 0; i < items; i++) {
    let right = true
    for (let k = 0; k < labels; k++) {
      const at = i * labels + k
      hits[k]! += actual[at]! * predicted[at]!
      truths[k]! += actual[at]!
      guesses[k]! += predicted[at]!
      right &&= actual[at] === predicted[at]
    }
    if (right) whole += 1
  }
  const f1 = Array.from(hits, (hit, k) => f1Of(hit, truths[k]!, guesses[k]!))
  const told = f1.filter((value) => !Number.isNaN(value)), sum = (of: Float64Array) => of.reduce((a, b) => a + b, 0)
  return {
    microF1: told.length === 0 ? 0 : f1Of(sum(hits), sum(truths), sum(guesses)),
    macroF1: told.length === 0 ? 0 : told.reduce((a, b) => a + b, 0) / told.length,
    subsetAccuracy: whole / items,
    f1
  }
}
