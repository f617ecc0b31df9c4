/**
 * How sure of a measured accuracy one may be.
 */
import { OutOfRange } from "../Errors.ts"
import { wilsonInterval } from "../statistics/proportion.ts"
import { type Interval, requireConfidence } from "../statistics/student.ts"
import { checkPairs } from "./checks.ts"

/** A measure of a classifier on test items, and where its true value lies. */
export interface Measured extends Interval {
  /** What was measured, from 0 to 1. */
  readonly value: number
  /** On how many items: those whose true class is known. */
  readonly items: number
}

interface Tally {
  /** By class: items of it that were predicted right, and items of it. */
  readonly hits: ReadonlyArray<number>
  readonly items: ReadonlyArray<number>
}

/** By class that occurs, in the order of the classes. */
const tally = (actual: ArrayLike<number>, predicted: ArrayLike<number>): Tally => {
  const byClass = new Map<number, [hits: number, items: number]>()
  for (let i = 0; i < actual.length; i++) {
    if (actual[i]! < 0) continue
    const count = byClass.get(actual[i]!) ?? [0, 0]
    byClass.set(actual[i]!, [count[0] + (actual[i] === predicted[i] ? 1 : 0), count[1] + 1])
  }
  if (byClass.size === 0) {
    throw new OutOfRange({ problem: "no item's true class is known; accuracy is measured on items with a label" })
  }
  const counts = [...byClass].sort(([a], [b]) => a - b).map(([, count]) => count)
  return { hits: counts.map(([hits]) => hits), items: counts.map(([, items]) => items) }
}

const sum = (values: ReadonlyArray<number>): number => values.reduce((a, b) => a + b, 0)

/**
 * The accuracy of a classifier, and where its true accuracy lies: the share of items predicted right with Wilson's interval
 * (`Statistics.wilsonInterval`), at the given `confidence` (default 0.95).
 *
 * `actual` and `predicted` hold one class an item, from 0; an item whose true class is −1 (not known) is left out. The
 * interval holds for test items drawn at random from the population and seen by nobody who trained the model.
 *
 * Throws `OutOfRange` for lists of unequal length, a class that is not a whole number, a confidence outside (0, 1), and when
 * no item's true class is known. O(items).
 *
 * @example
 * ```ts
 * import { Metrics } from "@marginalia/core"
 *
 * const { high, low, value } = Metrics.accuracyInterval([0, 0, 1, 1, 1, 1, 0, 0], [0, 0, 1, 1, 1, 0, 0, 0])
 * console.log(value, low.toFixed(2), high.toFixed(2)) // => 0.875 0.53 0.98
 * ```
 */
export const accuracyInterval = (
  actual: ArrayLike<number>,
  predicted: ArrayLike<number>,
  confidence = 0.95
): Measured => {
  checkPairs(actual, predicted, undefined)
  const counts = tally(actual, predicted)
  const hits = sum(counts.hits), items = sum(counts.items)
  return { value: hits / items, items, ...wilsonInterval(hits, items, confidence) }
}

/**
 * The balanced accuracy of a classifier, and where its true value lies, at the given `confidence` (default 0.95): the mean
 * recall over the classes that occur.
 *
 * Each recall has Wilson's interval [l, u]; those of C classes are joined by the method of variance estimates recovery (Zou
 * & Donner 2008): below the mean lies √Σ(r − l)² / C, above it √Σ(u − r)² / C. With one class it is Wilson's own. Classes of
 * few items make it wide, as they should. `actual` and `predicted` hold one class an item, from 0, −1 where the true class is
 * not known; what is thrown and what it costs is as for {@link accuracyInterval}.
 */
export const balancedAccuracyInterval = (
  actual: ArrayLike<number>,
  predicted: ArrayLike<number>,
  confidence = 0.95
): Measured => {
  checkPairs(actual, predicted, undefined)
  requireConfidence(confidence)
  const { hits, items } = tally(actual, predicted), classes = items.length
  const recalls = hits.map((count, c) => count / items[c]!)
  const intervals = hits.map((count, c) => wilsonInterval(count, items[c]!, confidence))
  const value = sum(recalls) / classes
  const below = Math.hypot(...intervals.map(({ low }, c) => recalls[c]! - low)) / classes
  const above = Math.hypot(...intervals.map(({ high }, c) => high - recalls[c]!)) / classes
  return { value, items: sum(items), low: Math.max(0, value - below), high: Math.min(1, value + above) }
}
