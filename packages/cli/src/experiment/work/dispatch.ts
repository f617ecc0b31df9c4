/**
 * Tasks handed to workers. What becomes of a task does not depend on how many workers there are.
 */
import * as Effect from "effect/Effect"
import type { Outcome, Report, Task } from "./messages.ts"
import { startWorker, type Worker } from "./process.ts"

/** Who hears how the work goes. */
export interface Audience {
  readonly start: (task: Task) => Effect.Effect<void>
  readonly report: (report: Report) => Effect.Effect<void>
  /** A worker's process ended before its task; the task is begun again, once. */
  readonly crash: (task: Task, problem: string) => Effect.Effect<void>
}

/** A task that could not be run to its end. */
export interface Failure {
  readonly task: Task
  readonly problem: string
  readonly code: number
}

const CRASHED = 2

const failureOf = (task: Task, outcome: Exclude<Outcome, { readonly _tag: "Done" }>): Failure =>
  outcome._tag === "Failed"
    ? { task, problem: outcome.problem, code: outcome.code }
    : { task, problem: `${outcome.problem}, twice`, code: CRASHED }

/** One worker's share: takes tasks until there are none. */
const serve = Effect.fnUntraced(
  function*(next: () => Task | undefined, audience: Audience, fail: (failure: Failure) => void) {
    let worker: Worker | undefined
    yield* Effect.addFinalizer(() => Effect.sync(() => worker?.stop()))
    const context = yield* Effect.context<never>()
    const hear = (report: Report): void => void Effect.runForkWith(context)(audience.report(report))
    const attempt = (task: Task) => Effect.suspend(() => (worker ??= startWorker()).run(task, hear))
    for (let task = next(); task !== undefined; task = next()) {
      const current = task
      yield* audience.start(current)
      let outcome = yield* attempt(current)
      if (outcome._tag === "Crashed") {
        yield* audience.crash(current, outcome.problem)
        worker = undefined
        outcome = yield* attempt(current)
        if (outcome._tag === "Crashed") worker = undefined
      }
      if (outcome._tag === "Done") yield* audience.report(outcome)
      else fail(failureOf(current, outcome))
    }
  }
)

/** Does all tasks with `jobs` worker processes, in their order as far as they come free. Gives those that failed. */
export const dispatch = Effect.fn("dispatch")(function*(tasks: ReadonlyArray<Task>, jobs: number, audience: Audience) {
  const failures: Array<Failure> = []
  let at = 0
  const next = (): Task | undefined => tasks[at++]
  const one = Effect.scoped(serve(next, audience, (failure) => failures.push(failure)))
  yield* Effect.all(Array.from({ length: Math.min(jobs, tasks.length) }, () => one), {
    concurrency: "unbounded",
    discard: true
  })
  return failures.toSorted((a, b) => a.task.index - b.task.index) as ReadonlyArray<Failure>
})
