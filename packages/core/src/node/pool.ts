/**
 * Worker threads that run kernels on shared memory. They start with the first task.
 */
import { Worker } from "node:worker_threads"
import type { Slab } from "../kernels/slab.ts"
import { compiled, type Variant } from "../kernels/variant.ts"
import type { Message } from "./messages.ts"
import program from "./worker.gen.ts"

/** Told when a task is done, or why it never will be. */
export type Done = (error?: unknown) => void

/** See the module. A worker does its tasks one after the other. */
export interface Pool {
  readonly threads: number
  readonly call: (thread: number, slab: Slab, kernel: string, args: ReadonlyArray<number>, done: Done) => void
  readonly close: () => Promise<void>
}

interface Thread {
  readonly worker: Worker
  readonly known: WeakSet<Slab>
  readonly waiting: Array<Done>
}

const tell = ({ worker }: Thread, message: Message): void => worker.postMessage(message)

const settle = ({ worker, waiting }: Thread, error?: unknown): void => {
  const done = waiting.shift()
  if (waiting.length === 0) worker.unref()
  done?.(error)
}

/** Starts a worker; `ended` is told when it is no more. */
const spawn = (variant: Exclude<Variant, "typescript">, ended: (thread: Thread) => void): Thread => {
  const worker = new Worker(program, { eval: true, workerData: compiled(variant), name: "marginalia kernels" })
  const thread: Thread = { worker, known: new WeakSet(), waiting: [] }
  worker.on("message", () => settle(thread))
  const fail = (error: unknown): void => {
    ended(thread)
    while (thread.waiting.length > 0) settle(thread, error)
  }
  worker.on("error", fail)
  worker.on("exit", () => fail(new Error("a kernel thread ended")))
  worker.unref()
  return thread
}

/**
 * A pool of `threads` workers for a variant. A worker keeps the process alive only while it has something to do; one that
 * fails tells those who wait for it, and another takes its place.
 */
export const make = (variant: Exclude<Variant, "typescript">, threads: number): Pool => {
  const started: Array<Thread | undefined> = []
  const forget = (thread: Thread): void => {
    const at = started.indexOf(thread)
    if (at >= 0) started[at] = undefined
  }
  const ids = new WeakMap<Slab, number>()
  let next = 0
  const forgotten = new FinalizationRegistry<number>((id) => {
    for (const thread of started) if (thread !== undefined) tell(thread, ["forget", id])
  })
  const idOf = (slab: Slab): number => {
    const known = ids.get(slab)
    if (known !== undefined) return known
    ids.set(slab, next)
    forgotten.register(slab, next)
    return next++
  }
  return {
    threads,
    call: (at, slab, kernel, args, done) => {
      const thread = started[at] ??= spawn(variant, forget)
      const id = idOf(slab)
      if (!thread.known.has(slab)) tell(thread, ["memory", id, slab.memory!])
      thread.known.add(slab)
      if (thread.waiting.length === 0) thread.worker.ref()
      thread.waiting.push(done)
      tell(thread, ["call", id, kernel, args])
    },
    close: async () => {
      await Promise.all(started.splice(0).flatMap((thread) => thread === undefined ? [] : [thread.worker.terminate()]))
    }
  }
}
