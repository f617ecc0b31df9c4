/** The question of a round. Tested in `Experiment.test.ts`. */
import type * as Effect from "effect/Effect"
import type { Column } from "../Columns.ts"
import type { InvalidQuery } from "../Errors.ts"
import * as Query from "../Query.ts"
import * as Strategy from "../Strategy.ts"
import { answersOf } from "./answers.ts"
import { roundBudget } from "./budgets.ts"
import { knownLabels } from "./known-labels.ts"
import type { Past, Plan } from "./plan.ts"
import { fromModel } from "./planned.ts"
import { scopeOf } from "./scope.ts"

/** What a strategy is asked after the rounds that are past. */
export const ask = (plan: Plan, past: ReadonlyArray<Past>): Effect.Effect<Query.Any, InvalidQuery> => {
  const { labels, positions } = knownLabels(past)
  return Query.make({
    ...plan.columns,
    size: plan.size,
    ...(plan.ids === undefined ? {} : { ids: plan.ids }),
    ...answersOf(plan, past),
    labeled: positions,
    labels,
    ...scopeOf(plan, past),
    budget: roundBudget(plan, past.length),
    clamp: true,
    seed: plan.seed,
    round: past.length
  } as Query.Input) as Effect.Effect<Query.Any, InvalidQuery>
}

/** Whether a strategy asks a classifier for something that the plan does not hold. */
export const asksModel = ({ columns, strategy }: Pick<Plan, "columns" | "strategy">): boolean => {
  const given = new Set(Object.keys(columns) as Array<Column>)
  return [...Strategy.needs(strategy, given)].some((column) => fromModel.has(column))
}
