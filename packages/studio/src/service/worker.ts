/**
 * The process that works, from the server's side: one piece of work at a time, a line of bounded length before it.
 */
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import { type ChildProcess, fork } from "node:child_process"
import { programIn } from "../program.ts"
import type { Told } from "../told.ts"
import type { FromWorker, Open, Opened, Work } from "./protocol.ts"

/** Why work was not done. */
export type WorkProblem =
  /** What was asked for is wrong; `told` is the error of the process that works. */
  | { readonly _tag: "Input"; readonly told: Told }
  /** A file or a device is in the way; `told` is the error of the process that works. */
  | { readonly _tag: "World"; readonly told: Told }
  /** As many requests wait as may, `most`. */
  | { readonly _tag: "Busy"; readonly most: number }
  /** The process ended, with a `code` or by a `signal`: before or after it had opened the pool. */
  | { readonly _tag: "Lost"; readonly code: number | null; readonly signal: string | null; readonly opened: boolean }
  /** The process answered before it was asked. */
  | { readonly _tag: "Confused" }

const sentence = (reason: WorkProblem): string => {
  switch (reason._tag) {
    case "Input":
    case "World":
      return reason.told.problem
    case "Busy":
      return `${reason.most} requests wait already; ask again later`
    case "Lost":
      return reason.opened
        ? `the process that works ended with ${reason.signal ?? `code ${reason.code}`}; start the server again`
        : `the process ended with code ${reason.code}`
    case "Confused":
      return "the process answered before it was asked"
  }
}

/** Work that was not done; `reason` says why. */
export class WorkFailed extends Data.TaggedError("WorkFailed")<{ readonly reason: WorkProblem }> {
  get exitCode(): number {
    return this.reason._tag === "Input" ? 1 : 2
  }
  override get message(): string {
    return sentence(this.reason)
  }
}

/** A process with a pool. */
export interface Worker {
  readonly opened: Opened
  /** Does something, when its turn comes. Interrupted before that, it is taken out of the line. */
  readonly ask: (work: Work) => Effect.Effect<unknown, WorkFailed>
  /** How much waits, and whether something is done. */
  readonly waiting: () => number
  readonly isBusy: () => boolean
}

interface Waiting {
  readonly work: Work
  readonly done: (outcome: Effect.Effect<unknown, WorkFailed>) => void
}

const start = (): ChildProcess =>
  fork(programIn("service", import.meta.url), [], {
    execArgv: [],
    stdio: ["ignore", "ignore", "inherit", "ipc"],
    serialization: "advanced"
  })

const reasonOf = ({ isInput, told }: Extract<FromWorker, { readonly _tag: "Failed" }>): WorkProblem => ({
  _tag: isInput ? "Input" : "World",
  told
})

const failing = (reason: WorkProblem) => Effect.fail(new WorkFailed({ reason }))

const opening = (child: ChildProcess, open: Open): Effect.Effect<Opened, WorkFailed> =>
  Effect.callback((resume) => {
    child.once("message", (message: FromWorker) => {
      if (message._tag === "Opened") return resume(Effect.succeed(message))
      resume(failing(message._tag === "Failed" ? reasonOf(message) : { _tag: "Confused" }))
    })
    child.once("exit", (code, signal) => resume(failing({ _tag: "Lost", code, signal, opened: false })))
    child.send(open)
  })

/** The line before the process. `most`: how many may wait beside what is being done. */
const lineOf = (child: ChildProcess, most: number) => {
  const line: Array<Waiting> = []
  let current: Waiting | undefined, request = 0, lost: WorkProblem | undefined
  const next = (): void => {
    if (current !== undefined || lost !== undefined) return
    current = line.shift()
    if (current !== undefined) child.send({ _tag: "Do", request: ++request, work: current.work })
  }
  child.on("message", (message: FromWorker) => {
    if (message._tag === "Opened" || message.request !== request || current === undefined) return
    const { done } = current
    current = undefined
    done(message._tag === "Done" ? Effect.succeed(message.value) : failing(reasonOf(message)))
    next()
  })
  child.on("exit", (code, signal) => {
    const reason: WorkProblem = { _tag: "Lost", code, signal, opened: true }
    lost = reason
    for (const { done } of [...(current === undefined ? [] : [current]), ...line.splice(0)]) done(failing(reason))
    current = undefined
  })
  const ask = (work: Work): Effect.Effect<unknown, WorkFailed> =>
    Effect.callback((resume) => {
      if (lost !== undefined) return resume(failing(lost))
      if (line.length >= most) return resume(failing({ _tag: "Busy", most }))
      const waiting: Waiting = { work, done: resume }
      line.push(waiting)
      next()
      return Effect.sync(() => {
        const at = line.indexOf(waiting)
        if (at >= 0) line.splice(at, 1)
      })
    })
  return { ask, waiting: () => line.length, isBusy: () => current !== undefined }
}

/**
 * Starts a process that holds a pool; it ends with the scope, and with this process. Fails with `WorkFailed` where the pool cannot
 * be read. `most` requests wait at most; one more fails as `busy`.
 */
export const startWorker = Effect.fn("studio.startWorker")(function*(
  open: Open,
  most: number
): Effect.fn.Return<Worker, WorkFailed, Scope.Scope> {
  const child = yield* Effect.acquireRelease(
    Effect.sync(start),
    (one) => Effect.sync(() => void one.kill("SIGKILL"))
  )
  const opened = yield* opening(child, open)
  return { opened, ...lineOf(child, most) }
})
