/**
 * How far apart average ranks must lie to be more than chance: the critical difference.
 */
import { OutOfRange } from "../Errors.ts"

/** The chances of a false alarm that the table knows. */
export type Alpha = 0.01 | 0.05 | 0.1

/** The most strategies that the table knows. */
export const MOST_STRATEGIES = 30

/**
 * The upper α quantile of the studentized range of k means with infinite degrees of freedom, over √2, for k = 2 … 30.
 *
 * Source: Demšar (2006), "Statistical comparisons of classifiers over multiple data sets", Table 5(a), for α = 0.05 and
 * 0.10 and k ≤ 10, printed there to three decimals; all to six decimals by SciPy 1.17.1,
 * `studentized_range.ppf(1 - α, k, inf) / √2`.
 */
const table: Readonly<Record<Alpha, ReadonlyArray<number>>> = {
  0.01: [
    2.575829,
    2.913494,
    3.11325,
    3.254686,
    3.36374,
    3.452213,
    3.526471,
    3.590339,
    3.646292,
    3.696021,
    3.740733,
    3.781318,
    3.818451,
    3.852654,
    3.884343,
    3.91385,
    3.941446,
    3.967357,
    3.99177,
    4.014842,
    4.03671,
    4.057487,
    4.077275,
    4.096161,
    4.11422,
    4.131519,
    4.148118,
    4.164069,
    4.17942
  ],
  0.05: [
    1.959964,
    2.343701,
    2.569032,
    2.727774,
    2.849705,
    2.94832,
    3.030878,
    3.10173,
    3.163684,
    3.218654,
    3.268004,
    3.312739,
    3.353618,
    3.39123,
    3.426041,
    3.458425,
    3.488685,
    3.517073,
    3.543799,
    3.56904,
    3.592946,
    3.615646,
    3.637252,
    3.657861,
    3.677556,
    3.696413,
    3.714498,
    3.731869,
    3.748578
  ],
  0.1: [
    1.644854,
    2.052293,
    2.291341,
    2.459516,
    2.588521,
    2.692732,
    2.779884,
    2.854606,
    2.919889,
    2.977768,
    3.029694,
    3.076733,
    3.119693,
    3.159199,
    3.195743,
    3.229723,
    3.261461,
    3.291224,
    3.319233,
    3.345676,
    3.370712,
    3.394477,
    3.417089,
    3.438651,
    3.459253,
    3.478971,
    3.497878,
    3.516033,
    3.533492
  ]
}

/**
 * The q of the Nemenyi test for `strategies` strategies (2 to 30) at `alpha` (0.01, 0.05 or 0.1).
 *
 * Throws `OutOfRange` beyond the table.
 */
export const nemenyiQuantile = (strategies: number, alpha: Alpha = 0.05): number => {
  const row = table[alpha] as ReadonlyArray<number> | undefined
  if (row === undefined) {
    throw new OutOfRange({ problem: `alpha ${String(alpha)} is not in the table; it has 0.01, 0.05 and 0.1` })
  }
  const q = row[strategies - 2]
  if (q === undefined) {
    throw new OutOfRange({ problem: `${strategies} strategies are not in the table; it has 2 to ${MOST_STRATEGIES}` })
  }
  return q
}

/**
 * How far the average ranks of two strategies must lie apart to differ at level `alpha` (default 0.05), all pairs taken
 * together.
 *
 * CD = q · √(k (k + 1) / (6 N)) for k `strategies` over N `datasets`. Throws `OutOfRange` beyond 2 to 30 strategies, an
 * alpha that is not in the table, or fewer than two data sets. Source: Nemenyi (1963); Demšar (2006), section 3.2.2.
 */
export const criticalDifference = (strategies: number, datasets: number, alpha: Alpha = 0.05): number => {
  if (!Number.isInteger(datasets) || datasets < 2) {
    throw new OutOfRange({ problem: `there are ${datasets} data sets; average ranks need two or more` })
  }
  return nemenyiQuantile(strategies, alpha) * Math.sqrt(strategies * (strategies + 1) / (6 * datasets))
}
