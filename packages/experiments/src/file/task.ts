/**
 * What the labels of an experiment are: classes, sets or numbers. Tested by `read.test.ts` and packages/cli/test/task-runs.test.ts.
 */
import { Task } from "@marginalia/core"
import { limits } from "../limits.ts"
import type { Linear } from "../unit.ts"
import * as Decoders from "./decoders.ts"
import { type Path, record } from "./mistake.ts"

/** A task, and its learner's settings. */
export interface TaskWord extends Linear {
  readonly name: Task.Task
}

const PENALTY = 1

const MEMBERS = 10

/** `regression`, or `{ name: regression, penalty: 0.1, members: 20 }`. */
export const task = (path: Path, value: unknown): TaskWord | undefined => {
  if (value === undefined) return undefined
  const map = typeof value === "string" ? { name: value } : value
  const { members, name, penalty } = record(path, map, "task", ["name", "penalty", "members"])
  return {
    name: Decoders.oneOf([...path, "name"], name, "task", Task.all) ?? "classification",
    penalty: Decoders.above0([...path, "penalty"], penalty, "penalty") ?? PENALTY,
    members: Decoders.count([...path, "members"], members, "members", limits.members) ?? MEMBERS
  }
}
