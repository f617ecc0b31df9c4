/**
 * Labels that are sets or numbers. Tested in packages/cli/test/tasks.test.ts.
 */
import * as Message from "@marginalia/core/Message"
import type { Task } from "@marginalia/core/Task"
import { decoding, type InvalidInput, Malformed } from "@marginalia/datasets/files/errors"
import type { Labels } from "@marginalia/datasets/files/labels"
import { printLabelSet, readLabelSet } from "@marginalia/datasets/labels/label-set"
import { UsageProblem } from "@marginalia/datasets/problems"
import * as Effect from "effect/Effect"

/** A number as people and programs write it: in decimal digits, with an exponent or without. */
const DECIMAL = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\s*$/

/** A label as a number. Throws `Malformed` for one that is none, with the item's id. */
export const numberIn = (label: string, id: string): number => {
  const value = Number(label)
  if (DECIMAL.test(label) && Number.isFinite(value)) return value
  const problem = `the label of item ${id} is ${JSON.stringify(label)}, and regression takes numbers`
  throw new Malformed(problem, "repair it, or leave it blank where nobody could tell", {
    reason: "Value",
    value: label,
    expected: "a finite number"
  })
}

/** A label of a task other than classes, in one way of writing. Throws `Malformed` for one that is none. */
export const answerIn = (task: Exclude<Task, "classification">, label: string, id: string): string => {
  if (task === "multi-label") return printLabelSet(readLabelSet(label))
  numberIn(label, id)
  return label
}

const idle = (task: Task): UsageProblem =>
  new UsageProblem({
    problem: Message.text`${Message.setting("classes")} says in which order the classes of probability are, and ${
      Message.setting("task", { value: task })
    } has none`,
    hint: "leave it out",
    reason: "Idle",
    setting: "classes"
  })

/** The labels of a task: sets in one way of writing, numbers that are numbers, classes as they are. Fails with `InvalidInput` for one that is none. */
export const answersIn = (task: Task | undefined, labels: Labels): Effect.Effect<Labels, InvalidInput> => {
  if (task === undefined || task === "classification") return Effect.succeed(labels)
  return decoding(
    labels.path,
    () => ({ ...labels, labels: labels.labels.map((label, i) => answerIn(task, label, labels.ids[i]!)) })
  )
}

/**
 * {@link answersIn}, for a question that may say in which order `classes` are: fails with `UsageProblem` where it does, and the task has
 * none.
 */
export const asAnswers = (
  { classes, task }: { readonly classes?: string | undefined; readonly task?: Task | undefined },
  labels: Labels
): Effect.Effect<Labels, InvalidInput | UsageProblem> =>
  classes === undefined || task === undefined || task === "classification"
    ? answersIn(task, labels)
    : Effect.fail(idle(task))

/** The labels by number, and which items have them. */
interface Numbered {
  readonly names: ReadonlyArray<string> | undefined
  readonly labels: ReadonlyArray<number>
  readonly labeled: ArrayLike<number>
}

/** The column of targets of a pool of `rows` items, where labels are numbers: those of the labeled items. */
export const targetsOf = (
  task: Task | undefined,
  rows: number,
  { labeled, labels, names = [] }: Numbered
): { readonly target?: Float64Array } => {
  if (task !== "regression") return {}
  const target = new Float64Array(rows).fill(Number.NaN)
  labels.forEach((label, i) => target[labeled[i]!] = Number(names[label]))
  return { target }
}
