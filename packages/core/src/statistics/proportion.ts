/**
 * Where a share lies that was measured on some items.
 */
import { OutOfRange } from "../Errors.ts"
import { normalQuantile } from "./normal.ts"
import { type Interval, requireConfidence } from "./student.ts"

/** Throws unless `hits` of `trials` can be counted. */
const checkCounts = (hits: number, trials: number): void => {
  if (Number.isSafeInteger(trials) && trials >= 1 && Number.isSafeInteger(hits) && hits >= 0 && hits <= trials) return
  const problem = `${hits} of ${trials} is no share; give whole numbers, at least one item, and no more hits than items`
  throw new OutOfRange({ problem, value: hits, expected: `a whole number from 0 to ${trials}` })
}

/**
 * Where the true share lies, when `hits` of `trials` items drawn at random were hits: the score interval of Wilson (1927),
 * at the given `confidence` (default 0.95).
 *
 * With p = hits / n and z the normal quantile at (1 + confidence) / 2: (p + z²/2n ± z·√(p(1 − p)/n + z²/4n²)) / (1 + z²/n).
 * It lies within [0, 1], is never empty, and covers the truth about as often as promised even for few items and shares near
 * 0 and 1; Clopper and Pearson's covers it more often than promised and is wider.
 *
 * Throws `OutOfRange` for counts that are not whole, no items, more hits than items, or a confidence outside (0, 1).
 *
 * @example
 * ```ts
 * import { Statistics } from "@marginalia/core"
 *
 * const { high, low } = Statistics.wilsonInterval(93, 100)
 * console.log(low.toFixed(3), high.toFixed(3)) // => 0.863 0.966
 * ```
 */
export const wilsonInterval = (hits: number, trials: number, confidence = 0.95): Interval => {
  checkCounts(hits, trials)
  requireConfidence(confidence)
  const z = normalQuantile((1 + confidence) / 2), share = hits / trials, square = z * z / trials
  const center = (share + square / 2) / (1 + square)
  const half = z * Math.sqrt(share * (1 - share) / trials + square / (4 * trials)) / (1 + square)
  // Rounding would leave 0 and 1 by 1e-17.
  return { low: hits === 0 ? 0 : center - half, high: hits === trials ? 1 : center + half }
}
