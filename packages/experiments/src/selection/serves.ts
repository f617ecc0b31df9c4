/**
 * Whether a strategy serves a task, and which strategies do. Tested in packages/cli/test/tasks.test.ts.
 */
import * as Registry from "@marginalia/core/Registry"
import * as Strategy from "@marginalia/core/Strategy"
import type { Task } from "@marginalia/core/Task"
import { UsageProblem } from "@marginalia/datasets/problems"
import { registry } from "@marginalia/strategies"
import { describePart } from "@marginalia/strategies/describe"
import * as Effect from "effect/Effect"

/** The library's strategies that serve a task, by name, in the order of the registry. */
export const strategiesFor = (task: Task): ReadonlyArray<string> =>
  Registry.all(registry).filter(({ kind }) => kind === "strategy").map(describePart)
    .filter(({ tasks }) => tasks.includes(task)).map(({ name }) => name)

/** Fails with `UsageProblem` where the strategy does not serve the task, with those of the library that do. No task is served by all. */
export const checkServes = (
  { strategy, task }: { readonly strategy: Strategy.Any; readonly task?: Task | undefined }
): Effect.Effect<void, UsageProblem> => {
  if (task === undefined || Strategy.tasks(strategy).includes(task)) return Effect.void
  const served = Strategy.tasks(strategy), allowed = strategiesFor(task)
  const what = served.length === 0 ? "no task: its parts are for different ones" : served.join(" and ")
  return Effect.fail(
    new UsageProblem({
      problem: `${Strategy.text(strategy)} serves ${what}, and the task is ${task}`,
      hint: `these serve it: ${allowed.join(", ")}`,
      reason: "Mismatch",
      setting: "task",
      value: task,
      expected: served.join(" or "),
      allowed
    })
  )
}
