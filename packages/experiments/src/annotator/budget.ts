/**
 * Whether another request may be sent, before it is: what was spent and what is on its way count.
 */
import { type AnnotatorError, failed } from "./problem.ts"

/** What requests may cost together. */
export interface Budget {
  /** Takes what a request is expected to cost; gives the error where that is too much. */
  readonly take: (expected: number) => AnnotatorError | undefined
  /** A request that was expected to cost `expected` has cost `cost`, 0 where it failed. */
  readonly settle: (expected: number, cost: number) => void
}

/**
 * A budget of at most `most` (undefined: no limit) of which `spent` is gone. A request is expected to cost what is said, or as
 * much as the dearest so far where that is more; so all together may cost more than `most` only where a request comes dearer than
 * all before it.
 */
export const makeBudget = (most: number | undefined, spent: number): Budget => {
  let gone = spent, flying = 0, dearest = 0
  const take = (expected: number): AnnotatorError | undefined => {
    const next = Math.max(expected, dearest)
    // Sums of prices are not exact: a millionth over is not over.
    if (most !== undefined && gone + flying + next > most * (1 + 1e-9)) {
      return failed({ _tag: "CostLimit", spent: gone, flying: flying > 1e-12 ? flying : 0, next, most })
    }
    flying += expected
    return undefined
  }
  const settle = (expected: number, cost: number): void => {
    flying -= expected
    gone += cost
    dearest = Math.max(dearest, cost)
  }
  return { take, settle }
}
