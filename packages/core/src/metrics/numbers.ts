/**
 * How well numbers are predicted.
 */
import { OutOfRange } from "../Errors.ts"
import * as Sum from "../Sum.ts"

/** What is measured of predicted numbers. */
export interface NumberMetrics {
  /** The root of the mean squared error, in the unit of the numbers. */
  readonly rmse: number
  /** The coefficient of determination: 1 − squared error / squared deviation from the mean; 1 at best, 0 for the mean of them. */
  readonly r2: number
}

const checkFinite = (name: string, values: ArrayLike<number>): void => {
  const at = Array.from(values).findIndex((value) => !Number.isFinite(value))
  if (at < 0) return
  const problem = `${name} holds ${values[at]} at ${at}; it must be a finite number`
  throw new OutOfRange({ problem, value: values[at], position: at, expected: "a finite number" })
}

/**
 * RMSE and R² of `predicted` numbers against the `actual` ones. Where all actual numbers are equal there is nothing to explain: R² is 1
 * for predictions without an error and 0 for others. NaN where there are no items. The order of the items changes no bit. O(items).
 *
 * Throws `OutOfRange` for lists of unequal length and numbers that are not finite.
 *
 * @example
 * ```ts
 * import { Metrics } from "@marginalia/core"
 *
 * const { r2, rmse } = Metrics.ofNumbers([1, 2, 3], [1, 2, 5])
 * console.log(rmse.toFixed(3), r2) // => 1.155 -1
 * ```
 */
export const ofNumbers = (actual: ArrayLike<number>, predicted: ArrayLike<number>): NumberMetrics => {
  if (actual.length !== predicted.length) {
    const problem = `there are ${predicted.length} predictions of ${actual.length} items`
    throw new OutOfRange({ problem, value: predicted.length, expected: String(actual.length) })
  }
  checkFinite("actual", actual)
  checkFinite("predicted", predicted)
  const truth = Float64Array.from(actual), mean = Sum.total(truth) / truth.length
  const error = Sum.total(truth.map((value, i) => (value - predicted[i]!) ** 2))
  // The mean of equal numbers may be rounded, and they are no further apart for it.
  const equal = truth.every((value) => value === truth[0])
  const spread = equal ? 0 : Sum.total(truth.map((value) => (value - mean) ** 2))
  if (truth.length === 0) return { rmse: Number.NaN, r2: Number.NaN }
  return { rmse: Math.sqrt(error / truth.length), r2: r2Of(error, spread) }
}

const r2Of = (error: number, spread: number): number => spread > 0 ? 1 - error / spread : Number(error === 0)
