/**
 * Which items a round may ask about, which it must, and what they may cost.
 */
import * as checks from "../query/checks.ts"
import * as kinds from "../query/kinds.ts"
import { refuse } from "../query/refuse.ts"
import { isWithin, spendingOf } from "../query/spending.ts"
import { roundBudget } from "./budgets.ts"
import type { Past, Plan } from "./plan.ts"

const everything = (size: number): Uint32Array => Uint32Array.from({ length: size }, (_, position) => position)

/** The candidates that nobody was asked about yet, ascending. */
const left = ({ candidates, size }: Plan, past: ReadonlyArray<Past>): Uint32Array => {
  const asked = new Set(past.flatMap(({ positions }) => [...positions]))
  const all = candidates === undefined ? everything(size) : Uint32Array.from(candidates).sort()
  return all.filter((position) => !asked.has(position))
}

/** Those of the items to be included that are next: as many as the budget has, as far as they can be paid; each can be alone. */
const next = ({ costs, include = [], spend = Infinity }: Plan, open: ReadonlySet<number>, budget: number) => {
  const wanted = Array.from(include).filter((position) => open.has(position)).slice(0, budget)
  let paid = 0
  const payable = wanted.findIndex((position, i) => !isWithin(paid += costs?.[position] ?? 0, spend) && i > 0)
  return payable < 0 ? wanted : wanted.slice(0, payable)
}

/** What a query is told of the scope of the round after those that are past. */
export const scopeOf = (plan: Plan, past: ReadonlyArray<Past>) => {
  const candidates = left(plan, past), { costs, spend } = plan
  return {
    candidates,
    include: next(plan, new Set(candidates), roundBudget(plan, past.length)),
    ...(costs === undefined || spend === undefined ? {} : { costs, spend })
  }
}

/** Whether there is an item to ask about: an initial set, or a candidate that can be paid. */
export const isLeft = (plan: Plan, past: ReadonlyArray<Past>): boolean => {
  const { costs, initial, spend = Infinity } = plan
  if (past.length === 0 && initial !== undefined) return true
  return left(plan, past).some((position) => (costs?.[position] ?? 0) <= spend)
}

/** What to call an item in a message: its id, where there are ids. */
const namedIn = (ids: Plan["ids"], position: number): string =>
  ids === undefined ? `position ${position}` : `"${ids[position]}"`

/** No item to be included costs more than a round may: it would be refused when its turn comes, after models were trained. */
const checkPayable = ({ costs, ids, spend = Infinity }: Plan, include: ArrayLike<number>): void => {
  const dear = Array.from(include).find((position) => (costs?.[position] ?? 0) > spend)
  if (dear === undefined) return
  const value = costs![dear]!
  const reason = { _tag: "Budget", key: "spend", value: spend, expected: `at least ${value}` } as const
  refuse(
    reason,
    `${namedIn(ids, dear)}, which is to be included, costs ${value}, and ${spend} may be spent`,
    "allow more"
  )
}

/** Refuses candidates and items to be included that are no positions, each once, and costs that are none. Throws `InvalidQuery`. */
export const checkScope = (plan: Plan): void => {
  const { candidates, include, size } = plan,
    none = { budget: 0, candidates: new Uint32Array(), include: new Uint32Array() }
  const all = candidates === undefined
    ? undefined
    : checks.positions("candidates", kinds.list("candidates", candidates), size)
  if (all?.length === 0) {
    const reason = { _tag: "Kind", key: "candidates", value: candidates, expected: "positions, or nothing" } as const
    refuse(reason, "candidates names no position", "leave it out to choose among all")
  }
  const may = new Set(all)
  const listed = include === undefined ? [] : checks.positions("include", kinds.list("include", include), size)
  const index = listed.findIndex((position) => all !== undefined && !may.has(position))
  if (index >= 0) {
    const reason = { _tag: "Position", key: "include", index, value: listed[index], expected: "a candidate" } as const
    refuse(
      reason,
      `include names ${namedIn(plan.ids, listed[index]!)}, which is not among the candidates`,
      "leave it out"
    )
  }
  spendingOf(plan, size, none)
  checkPayable(plan, listed)
}
