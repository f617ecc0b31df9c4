/**
 * Tasks handed to workers. What becomes of a task does not depend on how many workers there are.
 */
import * as Effect from "effect/Effect"
import type { Outcome, Report, Task } from "./messages.ts"
import { startWorker, type Worker } from "./process.ts"

/** Who hears how the work goes. */
export interface Observer {
  /** A task is begun. */
  readonly start: (task: Task) => Effect.Effect<void>
  /** A task has something to report. */
  readonly report: (report: Report) => Effect.Effect<void>
  /** A worker's process ended before its task; the task is begun again, once. */
  readonly crash: (task: Task, problem: string) => Effect.Effect<void>
}

/** A task that could not be run to its end. */
export interface Failure extends Pick<Extract<Report, { readonly _tag: "Failed" }>, "problem" | "code"> {
  readonly task: Task
}

const CRASHED = 2

/** So many failures before anything is done are no accident; what is left can be gone on with later. */
const HOPELESS = 5

/** Whether to go on after some tasks failed and some are done. */
export const isHopeless = (failed: number, done: number): boolean => done === 0 && failed >= HOPELESS

/** How a task ended in the end. */
const ended = (outcome: Outcome): Exclude<Outcome, { readonly _tag: "Crashed" }> =>
  outcome._tag === "Crashed"
    ? { _tag: "Failed", index: outcome.index, problem: `${outcome.problem}, twice`, code: CRASHED }
    : outcome

/** What happens to tasks, whoever does them. */
interface Queue {
  /** The next task, unless there is none or no hope. */
  readonly next: () => Task | undefined
  readonly end: (task: Task, outcome: Exclude<Outcome, { readonly _tag: "Crashed" }>) => void
  readonly failures: () => ReadonlyArray<Failure>
}

const makeQueue = (tasks: ReadonlyArray<Task>): Queue => {
  const failures: Array<Failure> = []
  let at = 0, done = 0
  return {
    next: () => isHopeless(failures.length, done) ? undefined : tasks[at++],
    end: (task, outcome) => {
      if (outcome._tag === "Done") done++
      else failures.push({ task, problem: outcome.problem, code: outcome.code })
    },
    failures: () => failures.toSorted((a, b) => a.task.index - b.task.index)
  }
}

/** One worker's share: takes tasks until there are none. */
const serve = Effect.fnUntraced(function*({ end, next }: Queue, observer: Observer) {
  let worker: Worker | undefined
  yield* Effect.addFinalizer(() => Effect.sync(() => worker?.stop()))
  const context = yield* Effect.context<never>()
  const hear = (report: Report): void => void Effect.runForkWith(context)(observer.report(report))
  const attempt = (task: Task) => Effect.suspend(() => (worker ??= startWorker()).run(task, hear))
  for (let task = next(); task !== undefined; task = next()) {
    const current = task
    yield* observer.start(current)
    let outcome = yield* attempt(current)
    if (outcome._tag === "Crashed") {
      yield* observer.crash(current, outcome.problem)
      worker = undefined
      outcome = yield* attempt(current)
      if (outcome._tag === "Crashed") worker = undefined
    }
    const last = ended(outcome)
    end(current, last)
    yield* observer.report(last)
  }
})

/**
 * Does all tasks with `jobs` worker processes, in their order as far as they come free. Gives those that failed. When the
 * first five all fail, the others are left.
 */
export const dispatch = Effect.fn("dispatch")(function*(tasks: ReadonlyArray<Task>, jobs: number, observer: Observer) {
  const queue = makeQueue(tasks)
  const one = Effect.scoped(serve(queue, observer))
  yield* Effect.all(Array.from({ length: Math.min(jobs, tasks.length) }, () => one), {
    concurrency: "unbounded",
    discard: true
  })
  return queue.failures()
})
