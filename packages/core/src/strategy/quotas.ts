/**
 * How a mix shares its budget out: whole quotas, and what they owe from round to round.
 */

/** Rounds after which what is owed is forgotten, so that a late round costs milliseconds. */
const MEMORY = 2 ** 14

/** `count` more (or, where negative, fewer) places, one each, to the largest (from the smallest) remainders. */
const settle = (quota: Array<number>, rest: ReadonlyArray<number>, count: number): void => {
  const order = [...quota.keys()].sort((a, b) => rest[b]! - rest[a]! || a - b)
  for (const i of order.slice(0, Math.max(0, count))) quota[i]! += 1
  const full = order.toReversed().filter((i) => quota[i]! > 0)
  for (const i of full.slice(0, Math.max(0, -count))) quota[i]! -= 1
}

/** What each part is due of a budget, not yet whole. */
const dues = (weights: ReadonlyArray<number>, budget: number, owed: ReadonlyArray<number>): ReadonlyArray<number> => {
  const most = Math.max(...weights)
  const total = weights.reduce((sum, weight) => sum + weight / most, 0)
  return weights.map((weight, i) => (owed[i] ?? 0) + budget * (weight / most) / total)
}

const whole = (due: ReadonlyArray<number>, budget: number): ReadonlyArray<number> => {
  const quota = due.map((share) => Math.max(0, Math.floor(Number(share.toPrecision(12)))))
  const rest = due.map((share, i) => Number((share - quota[i]!).toFixed(9)))
  settle(quota, rest, budget - quota.reduce((a, b) => a + b, 0))
  return quota
}

/**
 * Whole quotas that sum to `budget`, in proportion to the weights: the largest remainders are rounded up, ties to the
 * earlier part. `owed` is what each part has missed so far, in places (negative: had too much); default nothing.
 */
export const quotas = (
  weights: ReadonlyArray<number>,
  budget: number,
  owed: ReadonlyArray<number> = []
): ReadonlyArray<number> => whole(dues(weights, budget, owed), budget)

/**
 * The quotas of some rounds in turn, given each round's budget: in every round the largest remainders of what is due and
 * what is still owed from the rounds before. So over the rounds each part has its share of all places, but for a place or
 * two, even where a round has a single one. In the first round these are {@link quotas}. O(rounds · parts).
 */
export const carried = (
  weights: ReadonlyArray<number>,
  budgets: ReadonlyArray<number>
): ReadonlyArray<ReadonlyArray<number>> => {
  let owed: ReadonlyArray<number> = []
  return budgets.map((budget) => {
    const due = dues(weights, budget, owed)
    const quota = whole(due, budget)
    owed = due.map((share, i) => share - quota[i]!)
    return quota
  })
}

/** The budgets of the rounds before one, taken to be this one's; the last few thousand rounds count. */
export const budgetsBefore = (round: number, budget: number): ReadonlyArray<number> =>
  Array.from({ length: round % MEMORY }, () => budget)
