/**
 * How many items each batch of an experiment has.
 */

/** A budget: items a batch, or a list with an entry for each batch that the strategy chooses. */
export type Budget = number | ReadonlyArray<number>

/** How many items a `budget` has for a `batch`, from 0; none beyond the end of a list. */
export const budgetAt = (budget: Budget, batch: number): number =>
  typeof budget === "number" ? budget : budget[batch] ?? 0

/** The budget of a round of a plan: that of the batch chosen in it; of a given initial set, which is none, the first batch's. */
export const roundBudget = (
  { budget, initial }: { readonly budget: Budget; readonly initial?: unknown },
  round: number
): number => budgetAt(budget, Math.max(0, round - (initial === undefined ? 0 : 1)))

/** How many items a `budget` has for the first so many `batches` together. */
export const budgetOf = (budget: Budget, batches: number): number =>
  typeof budget === "number" ? budget * batches : budget.slice(0, batches).reduce((sum, items) => sum + items, 0)

/** The largest batch of a `budget`. */
export const largest = (budget: Budget): number =>
  typeof budget === "number" ? budget : budget.reduce((most, items) => Math.max(most, items), 0)

/** A `budget` in words: `10 a round`, `10, 10, 20 by round`. */
export const budgetText = (budget: Budget): string =>
  typeof budget === "number" ? `${budget} a round` : `${budget.join(", ")} by round`
