/**
 * How well a classifier does, and how well a learning curve does.
 *
 * Every function is pure and throws {@link OutOfRange} (a `RangeError` with a tag) on numbers that it is not defined for;
 * the message names the value and its place.
 */
import { OutOfRange } from "./Errors.ts"
import { checkPairs } from "./metrics/checks.ts"

export { aubcDeepAl, type DeepAlOptions } from "./metrics/deepal.ts"
export { accuracyInterval, balancedAccuracyInterval, type Measured } from "./metrics/interval.ts"
export { type NumberMetrics, ofNumbers } from "./metrics/numbers.ts"
export { ofSets, type SetMetrics } from "./metrics/sets.ts"

/** The most classes whose pairs are counted in one table: 2^28 counts, 1 GiB. */
const MOST_CLASSES = 2 ** 14

/**
 * How often each class was taken for each: counts by `actual` class (rows) and `predicted` class (columns), `classes ×
 * classes`, row by row.
 *
 * Items whose true class is −1 (declined: nobody knows it) are left out. Throws `OutOfRange` for lists of unequal
 * length, a true class that is not a whole number from −1 to `classes` − 1, a predicted one that is not from 0, and
 * more than 16,384 classes. O(items + classes²).
 */
export const confusion = (
  actual: ArrayLike<number>,
  predicted: ArrayLike<number>,
  classes: number
): Uint32Array => {
  checkPairs(actual, predicted, classes)
  if (classes > MOST_CLASSES) {
    const problem = `${classes} classes are too many for a table of all pairs; it takes ${MOST_CLASSES} at most`
    throw new OutOfRange({ problem, value: classes, expected: `at most ${MOST_CLASSES}` })
  }
  const counts = new Uint32Array(classes * classes)
  for (let i = 0; i < actual.length; i++) {
    if (actual[i]! >= 0) counts[actual[i]! * classes + predicted[i]!]! += 1
  }
  return counts
}

const mean = (values: ReadonlyArray<number>): number => values.reduce((a, b) => a + b, 0) / values.length

/** The numbers of one evaluation. Recall is NaN for a class that the test items lack; means leave such classes out. */
export interface Metrics {
  /** The share of items predicted right, among those whose true class is known. */
  readonly accuracy: number
  /** The mean recall over the classes that occur. */
  readonly balancedAccuracy: number
  /** The mean F1 over the classes that occur or are predicted; F1 is 0 where precision and recall are. */
  readonly macroF1: number
  /** By class. */
  readonly recall: ReadonlyArray<number>
}

/** How often each class is right, occurs, and is predicted, among the items whose true class is known. */
const countsOf = (actual: ArrayLike<number>, predicted: ArrayLike<number>, classes: number) => {
  const [hits, truths, guesses] = [new Float64Array(classes), new Float64Array(classes), new Float64Array(classes)]
  let known = 0
  for (let i = 0; i < actual.length; i++) {
    if (actual[i]! < 0) continue
    known += 1
    truths[actual[i]!]! += 1
    guesses[predicted[i]!]! += 1
    if (actual[i] === predicted[i]) hits[actual[i]!]! += 1
  }
  return { hits, truths, guesses, known }
}

/**
 * All metrics of predictions against the truth: `actual` and `predicted` hold one class an item, whole numbers from 0
 * to `classes` − 1.
 *
 * An item whose true class is −1 (declined) leaves every metric, accuracy included. NaN where no item is left. O(items
 * + classes).
 *
 * Throws `OutOfRange`, naming the value and its place, for any other class, lists of unequal length, or `classes` that
 * is not a whole number of at least 1.
 *
 * @example
 * ```ts
 * import { Metrics } from "@marginalia/core"
 *
 * const { accuracy, balancedAccuracy } = Metrics.of([0, 0, 0, 1], [0, 0, 1, 1], 2)
 * console.log(accuracy, balancedAccuracy.toFixed(3)) // => 0.75 0.833
 * ```
 */
export const of = (actual: ArrayLike<number>, predicted: ArrayLike<number>, classes: number): Metrics => {
  checkPairs(actual, predicted, classes)
  const { guesses, hits, known, truths } = countsOf(actual, predicted, classes)
  const numbers = Array.from({ length: classes }, (_, c) => c)
  const recall = numbers.map((c) => truths[c] === 0 ? Number.NaN : hits[c]! / truths[c]!)
  const f1 = numbers.filter((c) => truths[c]! + guesses[c]! > 0).map((c) => 2 * hits[c]! / (truths[c]! + guesses[c]!))
  return {
    accuracy: hits.reduce((a, b) => a + b, 0) / known,
    balancedAccuracy: mean(recall.filter((r) => !Number.isNaN(r))),
    macroF1: mean(f1),
    recall
  }
}

/**
 * How often the model errs on what nobody labeled: the share of the pool's other items predicted wrong (MSAL, Figure
 * 3).
 *
 * `actual` and `predicted` hold one class an item of the pool; `labeled` are positions, in any order. Items whose true
 * class is −1 (nobody knows it) are left out. NaN where nothing is left. O(items).
 *
 * Throws `OutOfRange` for lists of unequal length, and a class that is not a whole number (from −1 for the true ones).
 */
export const errorOnRest = (
  actual: ArrayLike<number>,
  predicted: ArrayLike<number>,
  labeled: Iterable<number>
): number => {
  checkPairs(actual, predicted, undefined)
  const known = labeled instanceof Set ? labeled : new Set(labeled)
  let [wrong, rest] = [0, 0]
  for (let i = 0; i < actual.length; i++) {
    if (known.has(i) || actual[i]! < 0) continue
    rest += 1
    if (actual[i] !== predicted[i]) wrong += 1
  }
  return wrong / rest
}

/** Throws unless a curve has a number of labels for each value, finite, and `least` points. */
const checkCurve = (labels: ReadonlyArray<number>, accuracy: ReadonlyArray<number>, least: number): void => {
  if (labels.length < least || labels.length !== accuracy.length) {
    const [needed, there] = [
      least === 2 ? "two points or more" : "a point or more",
      `${labels.length} and ${accuracy.length}`
    ]
    throw new OutOfRange({ problem: `a curve needs ${needed}, an accuracy for each; there are ${there}` })
  }
  for (const [what, values] of [["number of labels", labels], ["accuracy", accuracy]] as const) {
    const at = values.findIndex((value) => !Number.isFinite(value))
    if (at < 0) continue
    const problem = `the ${what} of point ${at} is ${values[at]}; it must be a finite number`
    throw new OutOfRange({ problem, value: values[at], position: at, expected: "a finite number" })
  }
}

/** Throws unless the numbers of labels rise. */
const checkRising = (labels: ReadonlyArray<number>): void => {
  const at = labels.findIndex((count, i) => i > 0 && !(count > labels[i - 1]!))
  if (at < 0) return
  const problem = `the number of labels goes from ${labels[at - 1]} to ${labels[at]}; it must rise`
  throw new OutOfRange({ problem, value: labels[at], position: at, expected: `more than ${labels[at - 1]}` })
}

/**
 * The area under a learning curve, by trapezoids over the number of labels, divided by the range of that number: the
 * mean accuracy along the curve. Needs two points or more; the numbers of labels must rise.
 *
 * Throws `OutOfRange` otherwise, and for a number that is not finite. Source: the survey behind DeepAL+ (Zhan et al. 2022),
 * unrounded.
 */
export const aubc = (labels: ReadonlyArray<number>, accuracy: ReadonlyArray<number>): number => {
  checkCurve(labels, accuracy, 2)
  checkRising(labels)
  let area = 0
  for (let i = 1; i < labels.length; i++) {
    area += (labels[i]! - labels[i - 1]!) * (accuracy[i]! + accuracy[i - 1]!) / 2
  }
  return area / (labels.at(-1)! - labels[0]!)
}

/**
 * The fewest labels at which a curve reaches an accuracy, by straight lines between its points; undefined if never. The
 * numbers of labels may stand still (a batch that was declined whole), where the line is upright.
 *
 * Throws `OutOfRange` for no points, unequal numbers of them, one that is not finite, or a target that is NaN.
 */
export const labelsToReach = (
  labels: ReadonlyArray<number>,
  accuracy: ReadonlyArray<number>,
  target: number
): number | undefined => {
  checkCurve(labels, accuracy, 1)
  if (Number.isNaN(target)) throw new OutOfRange({ problem: "the target is NaN; give an accuracy", value: target })
  const at = accuracy.findIndex((value) => value >= target)
  if (at <= 0) return at < 0 ? undefined : labels[0]
  const [from, to] = [accuracy[at - 1]!, accuracy[at]!]
  return labels[at - 1]! + (labels[at]! - labels[at - 1]!) * (target - from) / (to - from)
}
