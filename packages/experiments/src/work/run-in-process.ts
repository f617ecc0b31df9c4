/**
 * Tasks done in this very process, one after the other: what one job comes to, and what a person at the terminal needs.
 */
import * as Effect from "effect/Effect"
import type { UnitData } from "../data/load.ts"
import type { OracleLayer } from "../oracle.ts"
import { type Failure, isHopeless, type Observer } from "./dispatch.ts"
import type { Task } from "./messages.ts"
import { makeRunTask } from "./run-task.ts"

/** Asks a person at the terminal, about the items of a task. */
export type TerminalOracle = (data: UnitData, task: Task) => OracleLayer

/** See the module. Gives the tasks that failed. */
export const runInProcess = Effect.fn("runInProcess")(function*(
  tasks: ReadonlyArray<Task>,
  observer: Observer,
  terminal?: TerminalOracle
) {
  const runTask = makeRunTask({ scope: yield* Effect.scope, threads: undefined, terminal })
  const failures: Array<Failure> = []
  let done = 0
  for (const task of tasks) {
    if (isHopeless(failures.length, done)) break
    yield* observer.start(task)
    yield* runTask(task, (report) =>
      Effect.suspend(() => {
        if (report._tag === "Done") done++
        if (report._tag === "Failed") failures.push({ task, problem: report.problem, code: report.code })
        return observer.report(report)
      }))
  }
  return failures as ReadonlyArray<Failure>
}, Effect.scoped)
