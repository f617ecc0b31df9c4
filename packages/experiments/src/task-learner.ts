/**
 * What the numbers of a unit's answers stand for, and who learns them. Tested in packages/cli/test/task-runs.test.ts.
 */
import type { Plan } from "@marginalia/core/Experiment"
import type { Learner } from "@marginalia/core/Learner"
import { sortedClasses } from "@marginalia/datasets/class-order"
import { readLabelSet } from "@marginalia/datasets/labels/label-set"
import { multiLabelLearner, regressionLearner } from "@marginalia/models/training"
import type * as Layer from "effect/Layer"
import type { UnitData } from "./data/load.ts"
import { taskOf, type Unit } from "./unit.ts"

/** What the plan of a `unit` on its `data` says of a task other than classification: nothing of that. */
export const taskPlan = (unit: Unit, data: UnitData): Pick<Plan, "task" | "targets"> => {
  const task = taskOf(unit.data)
  if (task === undefined) return {}
  return task === "regression" ? { task, targets: data.classNames.map(Number) } : { task }
}

const multiLabel = ({ classNames, embedding, test }: UnitData, penalty: number): Layer.Layer<Learner> => {
  const sets = classNames.map(readLabelSet), names = sortedClasses(sets.flat())
  const number = new Map(names.map((name, k) => [name, k]))
  const numbered = sets.map((set) => set.map((name) => number.get(name)!))
  return multiLabelLearner({ pool: embedding, test: test.embedding }, {
    labels: Math.max(1, names.length),
    sets: numbered,
    truth: Array.from(test.labels, (answer) => numbered[answer]!),
    penalty
  })
}

/** The learner of a `unit` on its `data`, whose labels are sets or numbers; undefined where they are classes. */
export const taskLearner = ({ data: of, linear }: Unit, data: UnitData): Layer.Layer<Learner> | undefined => {
  const task = taskOf(of)
  if (task === undefined || linear === undefined) return undefined
  const { members, penalty } = linear, { classNames, embedding, test } = data
  if (task === "multi-label") return multiLabel(data, penalty)
  const targets = classNames.map(Number), truth = Array.from(test.labels, (answer) => targets[answer]!)
  return regressionLearner({ pool: embedding, test: test.embedding }, { targets, truth, penalty, members })
}
