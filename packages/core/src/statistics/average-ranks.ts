/**
 * Which strategies do well over several data sets, and which cannot be told apart?
 */
import { OutOfRange } from "../Errors.ts"
import { midranks } from "./midranks.ts"
import { type Alpha, criticalDifference } from "./nemenyi.ts"
import { mean, requireFinite } from "./sample.ts"

/**
 * The mean rank of each strategy over data sets: `scores[d][s]` is strategy s on data set d, higher = better. Rank 1 is
 * the best; ties share the mean of their ranks, and so do scores within 10⁻¹² of the data set's largest.
 *
 * Throws `OutOfRange` for no data sets, rows of unequal length, or a score that is not finite. O(N k log k).
 */
export const averageRanks = (scores: ReadonlyArray<ReadonlyArray<number>>): Array<number> => {
  const width = scores[0]?.length
  if (width === undefined) throw new OutOfRange({ problem: "there are no data sets to rank on" })
  const ranks = scores.map((row, d) => {
    if (row.length !== width) {
      throw new OutOfRange({ problem: `data set ${d} has ${row.length} strategies where data set 0 has ${width}` })
    }
    requireFinite(row, `data set ${d}: the score of strategy`)
    return midranks(row.map((score) => -score), 1e-12 * row.reduce((most, score) => Math.max(most, Math.abs(score)), 0))
  })
  return Array.from({ length: width }, (_, s) => mean(ranks.map((row) => row[s]!)))
}

/** A critical-difference diagram as data. */
export interface CriticalDifference {
  /** The number of data sets. */
  readonly datasets: number
  /** The chance of a false alarm that was allowed. */
  readonly alpha: Alpha
  /** Average ranks, 1 the best, in the order of the strategies given. */
  readonly ranks: ReadonlyArray<number>
  /** Average ranks that lie at least this far apart differ. */
  readonly difference: number
  /**
   * The bars of the diagram: the largest sets of strategies, two or more, by number and best first, of which no two
   * differ.
   */
  readonly groups: ReadonlyArray<ReadonlyArray<number>>
}

/** The largest runs in the order of ranks that span less than the critical difference. */
const bars = (ranks: ReadonlyArray<number>, difference: number): Array<Array<number>> => {
  const order = ranks.map((_, s) => s).sort((a, b) => ranks[a]! - ranks[b]! || a - b)
  const groups: Array<Array<number>> = []
  let reached = 0
  order.forEach((best, from) => {
    const to = order.findLastIndex((s) => ranks[s]! - ranks[best]! < difference) + 1
    if (to - from > 1 && to > reached) groups.push(order.slice(from, to))
    reached = Math.max(reached, to)
  })
  return groups
}

/**
 * Average ranks, the Nemenyi critical difference at `alpha` (default 0.05), and who cannot be told apart. `scores` as
 * for {@link averageRanks}.
 *
 * Throws `OutOfRange` for fewer than two data sets, or beyond 2 to 30 strategies. Source: Demšar (2006).
 */
export const rankStrategies = (
  scores: ReadonlyArray<ReadonlyArray<number>>,
  alpha: Alpha = 0.05
): CriticalDifference => {
  const ranks = averageRanks(scores)
  const difference = criticalDifference(ranks.length, scores.length, alpha)
  return { datasets: scores.length, alpha, ranks, difference, groups: bars(ranks, difference) }
}
