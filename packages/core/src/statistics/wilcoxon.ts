/**
 * The exact signed-rank test: could differences this lopsided have come about by chance?
 */
import { OutOfRange } from "../Errors.ts"
import { midranks } from "./midranks.ts"
import { requireFinite } from "./sample.ts"

/** How differences of zero are treated. */
export type Zeros = "pratt" | "wilcoxon"

/** How the test treats differences that are zero, or nearly equal. */
export interface SignedRankOptions {
  /**
   * `pratt` (default): zeros take part in the ranking, then their ranks are dropped (Pratt 1959). `wilcoxon`: zeros
   * are dropped before ranking (Wilcoxon 1945).
   */
  readonly zeros?: Zeros
  /** Sizes that differ by at most this much are tied, and differences at most this large are zero. Default 0. */
  readonly tolerance?: number
}

/** The most differences whose distribution is computed in full: 10⁹ steps. */
const MOST_DIFFERENCES = 1000

/** What the signed-rank test found. */
export interface SignedRank {
  /** Differences other than zero. */
  readonly used: number
  /** The ranks of the positive differences, added up. */
  readonly positive: number
  /** The ranks of the negative differences, added up. */
  readonly negative: number
  /** The two-sided p-value: 1 when every difference is zero. */
  readonly p: number
}

/**
 * P(W = s) at index s, where W adds up each whole number of `ranks` with probability ½: by dynamic programming, one
 * number at a time. O(n · Σ ranks). Exact up to 53 numbers, right to rounding beyond.
 */
const distribution = (ranks: ReadonlyArray<number>): Float64Array => {
  const chance = new Float64Array(ranks.reduce((a, b) => a + b, 0) + 1)
  chance[0] = 1
  let reached = 0
  for (const rank of ranks) {
    reached += rank
    for (let s = reached; s >= 0; s--) chance[s] = (chance[s]! + (s >= rank ? chance[s - rank]! : 0)) / 2
  }
  return chance
}

/**
 * The exact Wilcoxon signed-rank test of paired `differences`, two-sided: could differences this lopsided have come
 * about by chance?
 *
 * Sizes |d| are ranked, ties sharing the mean of their ranks; under the hypothesis that each sign is a fair coin, W = Σ
 * ranks of the positive differences has a distribution that is computed in full from the ranks at hand, so that ties
 * and zeros need no approximation. p = min(1, 2 · P(W ≤ min(positive, negative))).
 *
 * With n differences p is at least 2¹⁻ⁿ: below six it cannot fall under 0.05. Differences of numbers such as accuracies
 * carry rounding errors that break ties: give `options` a `tolerance` (0); `zeros` ("pratt") says how zeros are
 * treated. Throws `OutOfRange` for a difference that is not finite, and for more than 1,000 of them. O(n³).
 *
 * Sources: Wilcoxon (1945), "Individual comparisons by ranking methods"; Pratt (1959), "Remarks on zeros and ties in
 * the Wilcoxon signed rank procedures".
 *
 * @example
 * ```ts
 * import { Statistics } from "@marginalia/core"
 *
 * console.log(Statistics.signedRank([3, 1, 4, 1, 5, 9, -2]).p) // => 0.078125
 * ```
 */
export const signedRank = (differences: ReadonlyArray<number>, options: SignedRankOptions = {}): SignedRank => {
  const { tolerance = 0, zeros = "pratt" } = options
  requireFinite(differences, "difference")
  if (differences.length > MOST_DIFFERENCES) {
    const problem = `${differences.length} differences are too many for the exact test; it takes ${MOST_DIFFERENCES}`
    throw new OutOfRange({ problem, value: differences.length, expected: `at most ${MOST_DIFFERENCES}` })
  }
  const isZero = (d: number): boolean => Math.abs(d) <= tolerance
  const ranked = zeros === "pratt" ? differences : differences.filter((d) => !isZero(d))
  const sizes = midranks(ranked.map((d) => isZero(d) ? 0 : Math.abs(d)), tolerance)
  // Doubled, ranks that ties halved are whole numbers.
  const signed = ranked.flatMap((d, i) => isZero(d) ? [] : [{ up: d > 0, rank: 2 * sizes[i]! }])
  const sum = (up: boolean): number => signed.reduce((total, d) => d.up === up ? total + d.rank : total, 0)
  const [positive, negative] = [sum(true), sum(false)]
  const chance = distribution(signed.map(({ rank }) => rank))
  const tail = chance.subarray(0, Math.min(positive, negative) + 1).reduce((a, b) => a + b, 0)
  return { used: signed.length, positive: positive / 2, negative: negative / 2, p: Math.min(1, 2 * tail) }
}
