/**
 * Is one strategy better than another, seed by seed?
 */
import { OutOfRange } from "../Errors.ts"
import type * as Rng from "../Rng.ts"
import { bootstrapInterval } from "./bootstrap.ts"
import { requireFinite, type Summary, summary } from "./sample.ts"
import { type Interval, tInterval } from "./student.ts"
import { type SignedRank, signedRank, type Zeros } from "./wilcoxon.ts"

/** Below this many seeds no test is made: with five, p cannot fall under 2 / 2⁵ = 0.0625. */
export const FEWEST_SEEDS = 6

/** How two strategies are compared over seeds. */
export interface PairedOptions {
  /** The key of the bootstrap. */
  readonly key: Rng.Key
  /** Of both intervals. Default 0.95. */
  readonly confidence?: number
  /** Of the bootstrap. Default 10,000. */
  readonly resamples?: number
  /** Of the test. Default `pratt`. */
  readonly zeros?: Zeros
}

/** One strategy against another over the same seeds; a positive difference means that the first is higher. */
export interface Paired {
  /** The differences, first − second: as many as seeds, their mean and its standard error. */
  readonly difference: Summary
  /** mean ± t · standard error; undefined for one seed. */
  readonly t: Interval | undefined
  /** The percentile bootstrap interval of the mean difference; undefined for one seed. */
  readonly bootstrap: Interval | undefined
  /** The share of seeds on which the first is higher, a tie counting half. */
  readonly winRate: number
  /** The exact Wilcoxon signed-rank test; undefined below {@link FEWEST_SEEDS} seeds. */
  readonly test: SignedRank | undefined
  /** Why there is no test. */
  readonly reason: string | undefined
}

/** Relative to the largest value: differences within this are rounding, not results. */
const ROUNDING = 1e-12

const largest = (values: ReadonlyArray<number>): number =>
  values.reduce((most, value) => Math.max(most, Math.abs(value)), 0)

/** The share of differences above zero, those within the tolerance counting half. */
const winRate = (differences: ReadonlyArray<number>, tolerance: number): number => {
  const won = differences.map((d) => Math.abs(d) <= tolerance ? 0.5 : d > 0 ? 1 : 0)
  return won.reduce<number>((a, b) => a + b, 0) / differences.length
}

/**
 * Is one strategy better than another, seed by seed? `first[i]` and `second[i]` are the same measure (accuracy, AUBC)
 * on the same seed.
 *
 * `options` hold the bootstrap's key, and may hold `confidence` (0.95), `resamples` (10,000) and `zeros` ("pratt").
 * Values that differ by less than 10⁻¹² of the largest are ties, so that rounding decides neither a win nor a rank.
 *
 * Throws `OutOfRange` for no values, unequal numbers of them, or one that is not finite.
 */
export const paired = (
  first: ReadonlyArray<number>,
  second: ReadonlyArray<number>,
  options: PairedOptions
): Paired => {
  if (first.length !== second.length) {
    throw new OutOfRange({ problem: `a pair needs two values; there are ${first.length} and ${second.length}` })
  }
  requireFinite(first, "the first strategy's value")
  requireFinite(second, "the second strategy's value")
  const { confidence = 0.95, zeros = "pratt" } = options
  const differences = first.map((value, i) => value - second[i]!)
  const tolerance = ROUNDING * Math.max(largest(first), largest(second))
  const [several, enough] = [first.length > 1, first.length >= FEWEST_SEEDS]
  return {
    difference: summary(differences),
    t: several ? tInterval(differences, confidence) : undefined,
    bootstrap: several ? bootstrapInterval(differences, options) : undefined,
    winRate: winRate(differences, tolerance),
    test: enough ? signedRank(differences, { zeros, tolerance }) : undefined,
    reason: enough ? undefined : `${first.length} of the ${FEWEST_SEEDS} seeds that a test needs`
  }
}
