/**
 * The checks of classes and counts that measures make; each throws {@link OutOfRange} on the first thing wrong.
 */
import { OutOfRange } from "../Errors.ts"

/** A whole number of classes, at least one. */
export const checkClasses = (classes: number): void => {
  if (Number.isSafeInteger(classes) && classes >= 1 && classes < 2 ** 31) return
  const problem = `there are ${classes} classes; the number of classes is a whole number from 1`
  throw new OutOfRange({ problem, value: classes, expected: "a whole number from 1" })
}

/** Whole numbers from `least` to `classes` − 1; without `classes` from `least` on. `what` is what to call one of them. */
export const checkEach = (
  what: string,
  values: ArrayLike<number>,
  least: number,
  classes: number | undefined
): void => {
  const most = classes ?? Infinity
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!
    if (Number.isInteger(value) && value >= least && value < most) continue
    const range = classes === undefined ? `whole numbers from 0` : `whole numbers from 0 to ${classes - 1}`
    const expected = least < 0 ? `${range}, or −1 for an item whose class is not known` : range
    throw new OutOfRange({
      problem: `the ${what} of item ${i} is ${String(value)}; classes are ${expected}`,
      value,
      position: i,
      expected
    })
  }
}

/** A true class from −1 (not known) and a predicted one from 0 for each item; any, without `classes`. */
export const checkPairs = (
  actual: ArrayLike<number>,
  predicted: ArrayLike<number>,
  classes: number | undefined
): void => {
  if (classes !== undefined) checkClasses(classes)
  if (actual.length !== predicted.length) {
    throw new OutOfRange({
      problem: `there are ${actual.length} true classes and ${predicted.length} predicted ones`,
      value: predicted.length,
      expected: String(actual.length)
    })
  }
  checkEach("true class", actual, -1, classes)
  checkEach("predicted class", predicted, 0, classes)
}
