/**
 * The process that works, from the server's side: one piece of work at a time, a line of bounded length before it.
 */
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import { type ChildProcess, fork } from "node:child_process"
import { programIn } from "../program.ts"
import type { FromWorker, Open, Opened, Work } from "./protocol.ts"

/** Work that was not done. `input`: what was asked for is wrong; `busy`: the line is full; `lost`: the process ended. */
export class WorkFailed extends Data.TaggedError("WorkFailed")<{
  readonly reason: "input" | "world" | "busy" | "lost"
  readonly problem: string
}> {
  get exitCode(): number {
    return this.reason === "input" ? 1 : 2
  }
  override get message(): string {
    return this.problem
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

const reasonOf = ({ isInput }: { readonly isInput: boolean }): "input" | "world" => isInput ? "input" : "world"

const opening = (child: ChildProcess, open: Open): Effect.Effect<Opened, WorkFailed> =>
  Effect.callback((resume) => {
    child.once("message", (message: FromWorker) => {
      if (message._tag === "Opened") return resume(Effect.succeed(message))
      const problem = message._tag === "Failed" ? message.problem : "the process answered before it was asked"
      resume(Effect.fail(new WorkFailed({ reason: message._tag === "Failed" ? reasonOf(message) : "lost", problem })))
    })
    child.once("exit", (code) =>
      resume(Effect.fail(new WorkFailed({ reason: "lost", problem: `the process ended with code ${code}` }))))
    child.send(open)
  })

/** The line before the process. `most`: how many may wait beside what is being done. */
const lineOf = (child: ChildProcess, most: number) => {
  const line: Array<Waiting> = []
  let current: Waiting | undefined, request = 0, lost: string | undefined
  const fail = (reason: WorkFailed["reason"], problem: string) => Effect.fail(new WorkFailed({ reason, problem }))
  const next = (): void => {
    if (current !== undefined || lost !== undefined) return
    current = line.shift()
    if (current !== undefined) child.send({ _tag: "Do", request: ++request, work: current.work })
  }
  child.on("message", (message: FromWorker) => {
    if (message._tag === "Opened" || message.request !== request || current === undefined) return
    const { done } = current
    current = undefined
    done(message._tag === "Done" ? Effect.succeed(message.value) : fail(reasonOf(message), message.problem))
    next()
  })
  child.on("exit", (code, signal) => {
    lost = `the process that works ended with ${signal ?? `code ${code}`}; start the server again`
    for (const { done } of [...(current === undefined ? [] : [current]), ...line.splice(0)]) done(fail("lost", lost))
    current = undefined
  })
  const ask = (work: Work): Effect.Effect<unknown, WorkFailed> =>
    Effect.callback((resume) => {
      if (lost !== undefined) return resume(fail("lost", lost))
      if (line.length >= most) return resume(fail("busy", `${most} requests wait already; ask again later`))
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
