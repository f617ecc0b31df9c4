/**
 * Which tasks a strategy serves, and the refusal of others.
 */
import * as Effect from "effect/Effect"
import type { Column } from "../Columns.ts"
import { WrongTask } from "../Errors.ts"
import type * as Query from "../Query.ts"
import * as Task from "../Task.ts"
import type { Strategy } from "./node.ts"
import { text } from "./print.ts"
import { children } from "./walk.ts"

/** The columns that the parts of a strategy ask for, whether given, supplied or computed on the way. */
const asked = (self: Strategy<Column, unknown>): ReadonlyArray<string> => {
  const { node } = self
  if (node._tag === "Pipeline") {
    return [...node.steps.flatMap(({ inner = [], needs }) => [...needs, ...inner.flatMap(asked)]), ...node.select.needs]
  }
  return [...("column" in node ? [node.column] : []), ...children(self).flatMap(asked)]
}

/** Whether a condition of it counts labels a class. */
const countsClasses = (self: Strategy<Column, unknown>): boolean =>
  (self.node._tag === "Switch" && self.node.condition.perClass) || children(self).some(countsClasses)

/**
 * The tasks that a strategy serves, as they follow from what its parts look at (`Task.servedBy`); one that counts labels a class
 * serves classification alone. None where parts of it are for different tasks. O(parts).
 */
export const tasks = (self: Strategy<Column, unknown>): ReadonlyArray<Task.Task> =>
  Task.servedBy(asked(self)).filter((task) => task === "classification" || !countsClasses(self))

/** Fails with {@link WrongTask} where the query says its task, and the strategy serves others. */
export const checkTask = (
  strategy: Strategy<Column, unknown>,
  { task }: Pick<Query.Any, "task">
): Effect.Effect<void, WrongTask> => {
  if (task === undefined) return Effect.void
  const served = tasks(strategy)
  return served.includes(task)
    ? Effect.void
    : Effect.fail(new WrongTask({ strategy: text(strategy), task, served }))
}
