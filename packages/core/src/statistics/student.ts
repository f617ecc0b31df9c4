/**
 * Student's t, for intervals around a mean of few values.
 */
import { OutOfRange } from "../Errors.ts"
import { requireFinite, standardDeviation, summary } from "./sample.ts"

/**
 * P(|T| ≤ √ν · tan θ) for Student's T with ν degrees of freedom, by the finite series for a whole ν: Abramowitz &
 * Stegun (1964), 26.7.3 (odd ν) and 26.7.4 (even ν). All terms are positive, so nothing cancels. O(ν).
 */
const central = (theta: number, freedom: number): number => {
  const [sine, cosine] = [Math.sin(theta), Math.cos(theta)]
  const odd = freedom % 2
  let term = odd === 1 ? cosine : 1
  let sum = freedom === 1 ? 0 : term
  for (let k = 2 + odd; k <= freedom - 2; k += 2) {
    term *= (k - 1) / k * cosine * cosine
    sum += term
  }
  return odd === 1 ? 2 / Math.PI * (theta + sine * sum) : sine * sum
}

/** Throws `OutOfRange` unless the confidence lies strictly between 0 and 1. */
export const requireConfidence = (confidence: number): void => {
  if (!(confidence > 0 && confidence < 1)) {
    throw new OutOfRange({ problem: `confidence ${confidence} is not between 0 and 1; 0.95 is usual` })
  }
}

/**
 * The t with P(|T| ≤ t) = `confidence` for Student's T with `freedom` degrees of freedom (a whole number ≥ 1): the
 * quantile at (1 + confidence) / 2.
 *
 * Found by bisection over θ = atan(t / √ν) in the finite series for P. Agrees with SciPy 1.17.1 to a relative 1e-11.
 * Ours, because @stdlib/stats-base-dists-t-quantile 0.2.3 brings 232 packages and 27 MB.
 * Throws `OutOfRange` for a confidence outside (0, 1) or a `freedom` that is not a whole number ≥ 1. O(`freedom`).
 */
export const tCritical = (confidence: number, freedom: number): number => {
  requireConfidence(confidence)
  if (!Number.isInteger(freedom) || freedom < 1) {
    throw new OutOfRange({ problem: `there are ${freedom} degrees of freedom; a whole number of at least 1 is needed` })
  }
  let [low, high] = [0, Math.PI / 2]
  for (let step = 0; step < 80; step++) {
    const middle = (low + high) / 2
    if (central(middle, freedom) < confidence) low = middle
    else high = middle
  }
  return Math.sqrt(freedom) * Math.tan((low + high) / 2)
}

/** From where (`low`) to where (`high`) a quantity lies. */
export interface Interval {
  readonly low: number
  readonly high: number
}

/**
 * Where the true mean of some `values` lies, at the given confidence (default 0.95): mean ± t · s / √n with n − 1
 * degrees of freedom.
 *
 * Exact for normal values. Throws `OutOfRange` for fewer than two values, one that is not finite, or a confidence
 * outside (0, 1).
 */
export const tInterval = (values: ReadonlyArray<number>, confidence = 0.95): Interval => {
  requireFinite(values, "value")
  if (values.length < 2) {
    throw new OutOfRange({ problem: `an interval needs two values or more; there are ${values.length}` })
  }
  const half = tCritical(confidence, values.length - 1) * standardDeviation(values) / Math.sqrt(values.length)
  const { mean } = summary(values)
  return { low: mean - half, high: mean + half }
}
