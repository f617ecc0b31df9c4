/**
 * What a query is told of the answers so far: classes, or the numbers that they stand for.
 */
import { knownLabels } from "./known-labels.ts"
import type { Past, Plan } from "./plan.ts"

/** Whether labels are classes. */
export const isClassification = ({ task = "classification" }: Pick<Plan, "task">): boolean => task === "classification"

/** The number of classes, or the task, and where labels are numbers those of the labeled items. */
export const answersOf = (plan: Plan, past: ReadonlyArray<Past>) => {
  if (isClassification(plan)) return { classes: plan.classes }
  if (plan.targets === undefined) return { task: plan.task! }
  const { labels, positions } = knownLabels(past), target = new Float64Array(plan.size).fill(Number.NaN)
  positions.forEach((position, i) => target[position] = plan.targets![labels[i]!]!)
  return { task: plan.task!, target }
}
