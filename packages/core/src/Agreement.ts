/**
 * How far do annotators agree, beyond what chance would bring? Cohen's kappa, Fleiss' kappa, Krippendorff's alpha.
 *
 * Labels are lists of classes, one an annotator, each by item; −1 where the annotator gave none. Every function is pure and
 * throws {@link OutOfRange} (a `RangeError` with a tag) on what it is not defined for. The same measures tell how far two
 * models agree.
 *
 * @module
 */
import { OutOfRange } from "./Errors.ts"
import { checkClasses, checkEach } from "./metrics/checks.ts"

/** An agreement corrected for chance: `value` = (`observed` − `expected`) / (1 − `expected`). */
export interface Agreement {
  /**
   * 1 where all agree, 0 where they agree as often as by chance, below 0 where less often; NaN where nothing can be said: no
   * item counts, or only one class was ever given, so that chance alone would always agree.
   */
  readonly value: number
  /** The share of pairs of labels of an item that are equal. */
  readonly observed: number
  /** What that share would be by chance, from how often each class was given. */
  readonly expected: number
  /** The items that count: those with labels enough. */
  readonly items: number
  /** By class: the same measure of "this class or another"; NaN for a class that nobody gave, or everybody always. */
  readonly byClass: ReadonlyArray<number>
}

type Part = Omit<Agreement, "byClass">

const corrected = (observed: number, expected: number, items: number): Part => ({
  value: expected === 1 ? Number.NaN : (observed - expected) / (1 - expected),
  observed,
  expected,
  items
})

const eachClass = <A>(classes: number, of: (c: number) => A): Array<A> =>
  Array.from({ length: classes }, (_, c) => of(c))

/** Throws unless the lists hold one class or −1 for each of the same items. */
const checkLabels = (labels: ReadonlyArray<ArrayLike<number>>, classes: number): void => {
  checkClasses(classes)
  const items = labels[0]?.length ?? 0
  labels.forEach((list, annotator) => {
    if (list.length !== items) {
      const problem =
        `annotator ${annotator} has ${list.length} labels and annotator 0 has ${items}; give one an item, −1 for none`
      throw new OutOfRange({ problem, value: list.length, position: annotator, expected: String(items) })
    }
    checkEach(`label of annotator ${annotator}`, list, -1, classes)
  })
}

/** How many annotators gave each class (columns) to each item (rows), for items with at least two labels. */
const countsOf = (labels: ReadonlyArray<ArrayLike<number>>, classes: number): ReadonlyArray<Uint32Array> =>
  Array.from({ length: labels[0]?.length ?? 0 }, (_, item) => {
    const counts = new Uint32Array(classes)
    for (const list of labels) if (list[item]! >= 0) counts[list[item]!]! += 1
    return counts
  }).filter((counts) => total(counts) >= 2)

const total = (counts: ArrayLike<number>): number => {
  let sum = 0
  for (let c = 0; c < counts.length; c++) sum += counts[c]!
  return sum
}

/** The items' counts as "this class or another". */
const versus = (items: ReadonlyArray<Uint32Array>, c: number): ReadonlyArray<Uint32Array> =>
  items.map((counts) => Uint32Array.of(counts[c]!, total(counts) - counts[c]!))

/** Σ n(n − 1): the ordered pairs of equal labels. */
const equalPairs = (counts: ArrayLike<number>): number => {
  let sum = 0
  for (let c = 0; c < counts.length; c++) sum += counts[c]! * (counts[c]! - 1)
  return sum
}

const sumOf = (items: ReadonlyArray<ArrayLike<number>>): Float64Array => {
  const sums = new Float64Array(items[0]?.length ?? 0)
  for (const counts of items) for (let c = 0; c < sums.length; c++) sums[c]! += counts[c]!
  return sums
}

const cohenOf = (table: Float64Array, classes: number, items: number): Part => {
  let equal = 0, chance = 0
  for (let c = 0; c < classes; c++) {
    let row = 0, column = 0
    for (let d = 0; d < classes; d++) {
      row += table[c * classes + d]!
      column += table[d * classes + c]!
    }
    equal += table[c * classes + c]!
    chance += row * column
  }
  return corrected(equal / items, chance / (items * items), items)
}

/** The 2 × 2 table of "this class or another". */
const fold = (table: Float64Array, classes: number, c: number, items: number): Float64Array => {
  let row = 0, column = 0
  for (let d = 0; d < classes; d++) {
    row += table[c * classes + d]!
    column += table[d * classes + c]!
  }
  const both = table[c * classes + c]!
  return Float64Array.of(both, row - both, column - both, items - row - column + both)
}

/**
 * Cohen's kappa (1960): how far two annotators, or two models, agree on the items that both labeled.
 *
 * `first` and `second` hold a class from 0 to `classes` − 1 for each item, −1 for none; items with a −1 are left out. By
 * chance they agree with Σ p_c·q_c, of the shares p and q with which each gives class c. Throws `OutOfRange` for lists of
 * unequal length and other classes. O(items + classes²).
 *
 * @example
 * ```ts
 * import { Agreement } from "@marginalia/core"
 *
 * const { observed, value } = Agreement.cohen([0, 0, 1, 1, 1, 0], [0, 0, 1, 1, 0, 0], 2)
 * console.log(observed.toFixed(3), value.toFixed(3)) // => 0.833 0.667
 * ```
 */
export const cohen = (first: ArrayLike<number>, second: ArrayLike<number>, classes: number): Agreement => {
  checkLabels([first, second], classes)
  const table = new Float64Array(classes * classes)
  let items = 0
  for (let i = 0; i < first.length; i++) {
    if (first[i]! < 0 || second[i]! < 0) continue
    table[first[i]! * classes + second[i]!]! += 1
    items += 1
  }
  const byClass = eachClass(classes, (c) => cohenOf(fold(table, classes, c, items), 2, items).value)
  return { ...cohenOf(table, classes, items), byClass }
}

const fleissOf = (items: ReadonlyArray<ArrayLike<number>>): Part => {
  const each = total(items[0] ?? []), all = items.length * each
  const observed = items.reduce((sum, counts) => sum + equalPairs(counts), 0) / (all * (each - 1))
  const expected = sumOf(items).reduce((sum, count) => sum + (count / all) ** 2, 0)
  return items.length === 0 ? corrected(Number.NaN, Number.NaN, 0) : corrected(observed, expected, items.length)
}

/**
 * Fleiss' kappa (1971): how far several annotators agree, when every item has the same number of labels, of whomever.
 *
 * `labels` hold a list an annotator: a class from 0 to `classes` − 1 for each item, −1 for none. Items without two labels are
 * left out. By chance two labels agree with Σ p_c², of the share p_c of all labels that are class c. `byClass` is Fleiss'
 * kappa of a category. Throws `OutOfRange` when items differ in their number of labels ({@link krippendorff} takes those), for
 * lists of unequal length and other classes. O(items · (annotators + classes²)).
 */
export const fleiss = (labels: ReadonlyArray<ArrayLike<number>>, classes: number): Agreement => {
  checkLabels(labels, classes)
  const items = countsOf(labels, classes), each = total(items[0] ?? [])
  const other = items.find((counts) => total(counts) !== each)
  if (other !== undefined) {
    const problem = `items have ${each} and ${
      total(other)
    } labels; Fleiss' kappa needs as many of each item: take Krippendorff's alpha`
    throw new OutOfRange({ problem, value: total(other), expected: String(each) })
  }
  return { ...fleissOf(items), byClass: eachClass(classes, (c) => fleissOf(versus(items, c)).value) }
}

const krippendorffOf = (items: ReadonlyArray<ArrayLike<number>>): Part => {
  const sums = sumOf(items), all = total(sums)
  if (all === 0) return corrected(Number.NaN, Number.NaN, 0)
  const equal = items.reduce((sum, counts) => sum + equalPairs(counts) / (total(counts) - 1), 0)
  return corrected(equal / all, equalPairs(sums) / (all * (all - 1)), items.length)
}

/**
 * Krippendorff's alpha for classes without order (nominal): how far several annotators agree, when items have any number of
 * labels.
 *
 * `labels` hold a list an annotator: a class from 0 to `classes` − 1 for each item, −1 for none. Items with fewer than two
 * labels are left out. Each label counts once: an item with m labels gives its m(m − 1) pairs the weight 1/(m − 1); by chance
 * two of all n labels agree with Σ n_c(n_c − 1) / n(n − 1). Source: Krippendorff, "Computing Krippendorff's
 * Alpha-Reliability" (2011). Throws `OutOfRange` for lists of unequal length and other classes. O(items · (annotators +
 * classes²)).
 *
 * @example
 * ```ts
 * import { Agreement } from "@marginalia/core"
 *
 * const { items, value } = Agreement.krippendorff([[0, 1, 2, -1], [0, 1, 1, 2], [-1, 1, 2, -1]], 3)
 * console.log(items, value.toFixed(3)) // => 3 0.650
 * ```
 */
export const krippendorff = (labels: ReadonlyArray<ArrayLike<number>>, classes: number): Agreement => {
  checkLabels(labels, classes)
  const items = countsOf(labels, classes)
  return { ...krippendorffOf(items), byClass: eachClass(classes, (c) => krippendorffOf(versus(items, c)).value) }
}
