/**
 * What the items of a batch cost, and how much may be spent. Tested in ../strategy/within-cost.test.ts.
 */
import * as kinds from "./kinds.ts"
import { refuse } from "./refuse.ts"

/** What is known of the batch. */
interface Batch {
  readonly budget: number
  readonly candidates: Uint32Array
  readonly include: Uint32Array
}

/** What costs are, and what may be spent, as yet unchecked. */
interface Given {
  readonly costs?: unknown
  readonly spend?: unknown
}

const checkedCost = (value: unknown, position: number): number =>
  typeof value === "number" && value >= 0 && value < Infinity
    ? value
    : refuse(
      { _tag: "Entry", column: "costs", row: position, value, expected: "a number from 0" },
      `the cost of position ${position} is ${kinds.show(value)}`,
      "a cost is a finite number from 0"
    )

const costsOf = (given: unknown, size: number): Float64Array => {
  const list = kinds.list("costs", given)
  if (list.length !== size) {
    const reason = { _tag: "Size", key: "costs", value: list.length, expected: `${size} costs` } as const
    refuse(reason, `there are ${list.length} costs for ${size} items`, "give one each")
  }
  return Float64Array.from({ length: size }, (_, position) => checkedCost(list[position], position))
}

const checkSpend = (spend: unknown): number => {
  if (typeof spend === "number" && spend > 0 && spend < Infinity) return spend
  const reason = { _tag: "Budget", key: "spend", value: spend, expected: "a number above 0" } as const
  return refuse(reason, `spend is ${kinds.show(spend)}`, "it must be a finite number above 0")
}

const tooDear = (value: number, spend: number, problem: string): never =>
  refuse(
    { _tag: "Budget", key: "spend", value: spend, expected: `at least ${value}` },
    `${problem}, and ${spend} may be spent`,
    "allow more"
  )

/** Sums of costs are rounded: so little beyond the limit is within it. */
const ROUNDING = 1e-12

/** Whether so much may be spent, of so much at most: but for the rounding of sums. */
export const isWithin = (spent: number, most: number): boolean => spent <= most * (1 + ROUNDING)

/** Throws unless the included items can be paid and, where there is a place left, one more. */
const checkEnough = (costs: Float64Array, spend: number, { budget, candidates, include }: Batch): void => {
  const given = include.reduce((sum, position) => sum + costs[position]!, 0)
  if (!isWithin(given, spend)) tooDear(given, spend, `the items to be included cost ${given}`)
  if (include.length > 0 || budget === 0) return
  const least = candidates.reduce((low, position) => Math.min(low, costs[position]!), Infinity)
  if (least > spend) tooDear(least, spend, `the cheapest item costs ${least}`)
}

/** The checked costs and the limit; nothing where neither is given. Throws `InvalidQuery`. */
export const spendingOf = (
  { costs: given, spend: most }: Given,
  size: number,
  batch: Batch
): { readonly costs?: Float64Array; readonly spend?: number } => {
  if (given === undefined && most === undefined) return {}
  if (given === undefined || most === undefined) {
    const [key, other] = given === undefined ? ["spend", "costs"] as const : ["costs", "spend"] as const
    const reason = { _tag: "Kind", key, value: given ?? most, expected: `${other} beside it` } as const
    return refuse(reason, `${key} is given without ${other}`, "give both, or neither")
  }
  const costs = costsOf(given, size), spend = checkSpend(most)
  checkEnough(costs, spend, batch)
  return { costs, spend }
}
