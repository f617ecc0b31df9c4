/**
 * Tasks done in this very process, one after the other: what one job comes to, and what a person at the terminal needs.
 */
import * as Effect from "effect/Effect"
import { terminalOracle } from "@marginalia/cli/experiment/terminal"
import { type Audience, type Failure, isHopeless } from "./dispatch.ts"
import type { Task } from "./messages.ts"
import { makePerform } from "./perform.ts"

/** See the module. Gives the tasks that failed. */
export const here = Effect.fn("here")(function*(tasks: ReadonlyArray<Task>, audience: Audience) {
  const terminal = yield* terminalOracle
  const perform = makePerform({ threads: undefined, terminal })
  const failures: Array<Failure> = []
  let done = 0
  for (const task of tasks) {
    if (isHopeless(failures.length, done)) break
    yield* audience.start(task)
    yield* perform(task, (report) =>
      Effect.suspend(() => {
        if (report._tag === "Done") done++
        if (report._tag === "Failed") failures.push({ task, problem: report.problem, code: report.code })
        return audience.report(report)
      }))
  }
  return failures as ReadonlyArray<Failure>
})
