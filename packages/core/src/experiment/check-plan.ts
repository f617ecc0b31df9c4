/**
 * The check of an experiment's plan, before anything runs. What a query checks anew each round (columns, ids, budget, seed) is
 * left to it.
 */
import * as Effect from "effect/Effect"
import { InvalidQuery } from "../Errors.ts"
import { problemOfPast } from "../ports/past.ts"
import * as checks from "../query/checks.ts"
import * as kinds from "../query/kinds.ts"
import { refuse } from "../query/refuse.ts"
import * as Suggest from "../Suggest.ts"
import * as Task from "../Task.ts"
import type { Past, Plan } from "./plan.ts"
import { checkScope } from "./scope.ts"

const checkBudget = (budget: Plan["budget"], rounds: number): void => {
  if (typeof budget === "number" || !Array.isArray(budget)) return checks.whole("Budget", "budget", budget, 1)
  for (const items of budget as ReadonlyArray<unknown>) checks.whole("Budget", "budget", items, 1)
  if (budget.length === rounds) return
  const problem = `the budget lists ${budget.length} rounds, and there are ${rounds}`
  const reason = { _tag: "Budget", key: "budget", value: budget.length, expected: `${rounds} entries` } as const
  refuse(reason, problem, "give it an entry a round, or one number for all")
}

const checkNumbers = ({ budget, classes, rounds, size }: Plan): void => {
  checks.whole("Size", "size", size, 1)
  checks.whole("Classes", "classes", classes, 1)
  checks.whole("Round", "rounds", rounds, 0)
  checkBudget(budget, rounds)
}

const KEYS = [
  "strategy",
  "columns",
  "size",
  "ids",
  "classes",
  "budget",
  "rounds",
  "seed",
  "initial",
  "coldStart",
  "stop",
  "candidates",
  "include",
  "costs",
  "spend",
  "task",
  "targets"
]

const checkKeys = (plan: Plan): void => {
  for (const key in kinds.record("the plan", plan)) {
    if (KEYS.includes(key)) continue
    const suggestion = Suggest.nearest(key, KEYS)
    const advice = suggestion === undefined ? `it takes ${KEYS.join(", ")}` : `did you mean ${suggestion}?`
    refuse({ _tag: "UnknownKey", key, allowed: KEYS, suggestion }, `a plan has no key "${key}"`, advice)
  }
}

const checkInitial = ({ initial, size }: Plan): void => {
  if (initial === undefined) return
  checks.positions("initial", initial, size)
  if (initial.length === 0) {
    const reason = { _tag: "Kind", key: "initial", value: initial, expected: "positions, or nothing" } as const
    refuse(reason, "initial names no position", "leave it out to start from nothing")
  }
}

const checkTargets = ({ classes, targets }: Plan): void => {
  const expected = `${classes} finite numbers, one a class`
  if (targets === undefined) {
    return refuse(
      { _tag: "Kind", key: "targets", value: targets, expected },
      "regression without targets",
      `give ${expected}`
    )
  }
  const list = kinds.list("targets", targets)
  if (list.length === classes && Array.from(list).every(Number.isFinite)) return
  refuse(
    { _tag: "Kind", key: "targets", value: targets, expected },
    "the targets are none of numbers",
    `give ${expected}`
  )
}

/** Numbers are only of regression, which has them; criteria for stopping look at classes. */
const checkTask = (plan: Plan): void => {
  const { stop, targets, task = "classification" } = plan
  if (!Task.isTask(task)) {
    const expected = `one of ${Task.all.join(", ")}`
    refuse({ _tag: "Kind", key: "task", value: task, expected }, `task is ${kinds.show(task)}`, `give ${expected}`)
  }
  if (task === "regression") checkTargets(plan)
  else if (targets !== undefined) {
    const reason = { _tag: "Kind", key: "targets", value: targets, expected: "nothing" } as const
    refuse(reason, `targets are of regression, and the task is ${task}`, "leave them out")
  }
  if (stop === undefined || task === "classification") return
  const reason = { _tag: "Kind", key: "stop", value: stop.name, expected: "nothing" } as const
  refuse(reason, `criteria for stopping look at classes, and the task is ${task}`, "leave stop out")
}

/**
 * Checks a plan, and the rounds that it goes on from: counts are whole numbers, the initial set names distinct positions of the
 * pool, past rounds count from 0 and hold positions of the pool, each once, with a class or −1. Fails with `InvalidQuery`.
 */
export const checkPlan = (plan: Plan, past: ReadonlyArray<Past>): Effect.Effect<void, InvalidQuery> =>
  Effect.try({
    try: () => {
      checkKeys(plan)
      checkNumbers(plan)
      checkInitial(plan)
      checkTask(plan)
      checkScope(plan)
      const found = problemOfPast(past, plan)
      if (found !== undefined) refuse({ _tag: "PastRound", round: found.round }, found.problem)
    },
    catch: (error) => {
      if (error instanceof InvalidQuery) return error
      throw error
    }
  })
