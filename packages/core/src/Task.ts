/**
 * What is learned from labels: one class an item, several labels an item, or a number.
 */
import type { Column } from "./Columns.ts"

/**
 * `classification`: each item is of one class. `multi-label`: each item has a set of labels, which may be empty. `regression`:
 * the label of an item is a number.
 */
export type Task = "classification" | "multi-label" | "regression"

/** Every task. */
export const all: ReadonlyArray<Task> = ["classification", "multi-label", "regression"]

/** The columns that speak of classes, of sets of labels, and of numbers; any other column is of items, whatever their labels are. */
const columns: ReadonlyMap<string, Task> = new Map<Column, Task>([
  ["probability", "classification"],
  ["passes", "classification"],
  ["projection", "classification"],
  ["prototype", "classification"],
  ["gradient", "classification"],
  ["heldOut", "classification"],
  ["labelProbability", "multi-label"],
  ["estimate", "regression"],
  ["target", "regression"]
])

/** Whether a `value` is the name of a task. */
export const isTask = (value: unknown): value is Task => (all as ReadonlyArray<unknown>).includes(value)

/**
 * The tasks that a part serves, which follow from the columns that it `needs`: those of all of them. A part that looks at
 * embeddings alone serves every task; one that asks for classes' probabilities serves classification. None where the columns are
 * of different tasks. In the order of {@link all}.
 *
 * @example
 * ```ts
 * import { Task } from "@marginalia/core"
 *
 * console.log(Task.servedBy(["embedding"]).join(" ")) // => classification multi-label regression
 * console.log(Task.servedBy(["embedding", "estimate"]).join(" ")) // => regression
 * ```
 */
export const servedBy = (needs: Iterable<string>): ReadonlyArray<Task> => {
  const asked = new Set([...needs].flatMap((column) => columns.get(column) ?? []))
  return all.filter((task) => [...asked].every((one) => one === task))
}
