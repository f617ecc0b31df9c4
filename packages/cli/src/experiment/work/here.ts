/**
 * Tasks done in this very process, one after the other: what one job comes to, and what a person at the terminal needs.
 */
import * as Effect from "effect/Effect"
import { terminalOracle } from "../terminal.ts"
import type { Audience, Failure } from "./dispatch.ts"
import type { Task } from "./messages.ts"
import { makePerform } from "./perform.ts"

/** See the module. Gives the tasks that failed. */
export const here = Effect.fn("here")(function*(tasks: ReadonlyArray<Task>, audience: Audience) {
  const terminal = yield* terminalOracle
  const perform = makePerform({ threads: undefined, terminal })
  const failures: Array<Failure> = []
  for (const task of tasks) {
    yield* audience.start(task)
    yield* perform(task, (report) =>
      report._tag === "Failed"
        ? Effect.sync(() => failures.push({ task, problem: report.problem, code: report.code }))
        : audience.report(report))
  }
  return failures as ReadonlyArray<Failure>
})
