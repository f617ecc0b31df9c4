/**
 * How well a classifier does, and how well a learning curve does.
 */

/** Counts by true class (rows) and predicted class (columns), `classes × classes`, row by row. */
export const confusion = (actual: Int32Array, predicted: Int32Array, classes: number): Uint32Array => {
  if (actual.length !== predicted.length) {
    throw new RangeError(`there are ${actual.length} true classes and ${predicted.length} predicted ones`)
  }
  const counts = new Uint32Array(classes * classes)
  actual.forEach((truth, i) => {
    counts[truth * classes + predicted[i]!]! += 1
  })
  return counts
}

const rowSum = (counts: Uint32Array, classes: number, c: number): number =>
  counts.subarray(c * classes, (c + 1) * classes).reduce((a, b) => a + b, 0)

const columnSum = (counts: Uint32Array, classes: number, c: number): number => {
  let sum = 0
  for (let row = 0; row < classes; row++) sum += counts[row * classes + c]!
  return sum
}

const mean = (values: ReadonlyArray<number>): number => values.reduce((a, b) => a + b, 0) / values.length

/** The numbers of one evaluation. Recall is NaN for a class that the test items lack; means leave such classes out. */
export interface Metrics {
  /** The share of items predicted right. */
  readonly accuracy: number
  /** The mean recall over the classes that occur. */
  readonly balancedAccuracy: number
  /** The mean F1 over the classes that occur or are predicted; F1 is 0 where precision and recall are. */
  readonly macroF1: number
  /** By class. */
  readonly recall: ReadonlyArray<number>
}

/** All metrics of predictions against the truth. NaN where there are no items. */
export const of = (actual: Int32Array, predicted: Int32Array, classes: number): Metrics => {
  const counts = confusion(actual, predicted, classes)
  const numbers = Array.from({ length: classes }, (_, c) => c)
  const hits = numbers.map((c) => counts[c * classes + c]!)
  const truths = numbers.map((c) => rowSum(counts, classes, c))
  const guesses = numbers.map((c) => columnSum(counts, classes, c))
  const recall = numbers.map((c) => truths[c] === 0 ? Number.NaN : hits[c]! / truths[c]!)
  const f1 = numbers.filter((c) => truths[c]! + guesses[c]! > 0).map((c) => 2 * hits[c]! / (truths[c]! + guesses[c]!))
  return {
    accuracy: hits.reduce((a, b) => a + b, 0) / actual.length,
    balancedAccuracy: mean(recall.filter((r) => !Number.isNaN(r))),
    macroF1: mean(f1),
    recall
  }
}

/**
 * How often the model errs on what nobody labeled: the share of the pool's other items predicted wrong (MSAL, Figure 3).
 * `labeled` are positions, in any order. NaN where nothing is left. O(items).
 */
export const errorOnRest = (
  actual: Int32Array,
  predicted: ArrayLike<number>,
  labeled: Iterable<number>
): number => {
  if (actual.length !== predicted.length) {
    throw new RangeError(`there are ${actual.length} true classes and ${predicted.length} predicted ones`)
  }
  const known = labeled instanceof Set ? labeled : new Set(labeled)
  let [wrong, rest] = [0, 0]
  for (let i = 0; i < actual.length; i++) {
    if (known.has(i)) continue
    rest += 1
    if (actual[i] !== predicted[i]) wrong += 1
  }
  return wrong / rest
}

/**
 * The area under a learning curve, by trapezoids over the number of labels, divided by the range of that number: the
 * mean accuracy along the curve. Needs two points or more; the numbers of labels must rise.
 *
 * Throws a `RangeError` otherwise. Source: the survey behind DeepAL+ (Zhan et al. 2022), unrounded.
 */
export const aubc = (labels: ReadonlyArray<number>, accuracy: ReadonlyArray<number>): number => {
  if (labels.length < 2 || labels.length !== accuracy.length) {
    throw new RangeError(`a curve needs two points or more, an accuracy for each; there are ${labels.length}`)
  }
  let area = 0
  for (let i = 1; i < labels.length; i++) {
    const step = labels[i]! - labels[i - 1]!
    if (!(step > 0)) {
      throw new RangeError(`the number of labels goes from ${labels[i - 1]} to ${labels[i]}; it must rise`)
    }
    area += step * (accuracy[i]! + accuracy[i - 1]!) / 2
  }
  return area / (labels.at(-1)! - labels[0]!)
}

/**
 * {@link aubc} as DeepAL+ computes it: (acc₀/2 + acc₁ + … + acc_R/2) / R, whatever the batches, rounded to three
 * decimals.
 */
export const aubcDeepAl = (accuracy: ReadonlyArray<number>): number => {
  const rounds = accuracy.map((_, i) => i)
  return Math.round(aubc(rounds, accuracy) * 1000) / 1000
}

/** The fewest labels at which a curve reaches an accuracy, by straight lines between its points; undefined if never. */
export const labelsToReach = (
  labels: ReadonlyArray<number>,
  accuracy: ReadonlyArray<number>,
  target: number
): number | undefined => {
  const at = accuracy.findIndex((value) => value >= target)
  if (at <= 0) return at < 0 ? undefined : labels[0]
  const [from, to] = [accuracy[at - 1]!, accuracy[at]!]
  return labels[at - 1]! + (labels[at]! - labels[at - 1]!) * (target - from) / (to - from)
}
