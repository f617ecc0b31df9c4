/**
 * The bootstrap: how far a mean would move had other seeds been drawn.
 */
import { OutOfRange } from "../Errors.ts"
import * as Rng from "../Rng.ts"
import { mean, requireFinite } from "./sample.ts"
import { type Interval, requireConfidence } from "./student.ts"

/** How a bootstrap interval is made. */
export interface BootstrapOptions {
  /** The seed's key; the numbers drawn are those of its derivation "bootstrap". */
  readonly key: Rng.Key
  /** Default 0.95. */
  readonly confidence?: number
  /** How many samples are drawn anew. Default 10,000. */
  readonly resamples?: number
}

/**
 * The p-quantile of sorted values, by straight lines between them: type 7 of Hyndman & Fan (1996), NumPy's default.
 *
 * Throws `OutOfRange` for no values, and for a p outside [0, 1].
 */
export const quantile = (sorted: Float64Array, p: number): number => {
  if (sorted.length === 0) throw new OutOfRange({ problem: "there are no values to take a quantile of" })
  if (!(p >= 0 && p <= 1)) {
    throw new OutOfRange({ problem: `the quantile ${p} is not between 0 and 1`, value: p, expected: "from 0 to 1" })
  }
  const at = p * (sorted.length - 1)
  const below = Math.floor(at)
  const above = Math.min(below + 1, sorted.length - 1)
  return sorted[below]! + (at - below) * (sorted[above]! - sorted[below]!)
}

const resampledMeans = (values: ReadonlyArray<number>, resamples: number, key: Rng.Key): Float64Array => {
  const n = values.length
  const means = new Float64Array(resamples)
  for (let r = 0; r < resamples; r++) {
    let sum = 0
    for (let i = 0; i < n; i++) sum += values[Rng.integer(key, r * n + i, n)]!
    means[r] = sum / n
  }
  return means.sort()
}

/**
 * Where the true mean of some `values` lies, without assuming a distribution: the percentile bootstrap interval.
 *
 * The (1 ± confidence) / 2 quantiles of the means of `resamples` samples, each as large as the original, drawn from it
 * with replacement (Efron & Tibshirani 1993, ch. 13). `options` hold the key, and may hold `confidence` (0.95) and
 * `resamples` (10,000). The same key gives the same interval.
 *
 * With few values it is too narrow: its standard error is √((n − 1) / n) of the usual one, and its tails are those of a
 * normal, not of a t. Throws `OutOfRange` for no values, one that is not finite, a confidence outside (0, 1) or
 * `resamples` that is not a whole number ≥ 1. O(resamples · n).
 */
export const bootstrapInterval = (values: ReadonlyArray<number>, options: BootstrapOptions): Interval => {
  const { confidence = 0.95, resamples = 10_000 } = options
  requireFinite(values, "value")
  requireConfidence(confidence)
  if (values.length === 0) throw new OutOfRange({ problem: "there are no values to resample; give one a seed" })
  if (!Number.isInteger(resamples) || resamples < 1) {
    throw new OutOfRange({ problem: `${resamples} resamples cannot be drawn; 10,000 is usual` })
  }
  const center = mean(values)
  // Around the mean, so that rounding errors stay small beside the spread.
  const around = values.map((value) => value - center)
  const means = resampledMeans(around, resamples, Rng.derive(options.key, "bootstrap"))
  const at = (p: number): number => center + quantile(means, p)
  return { low: at((1 - confidence) / 2), high: at((1 + confidence) / 2) }
}
