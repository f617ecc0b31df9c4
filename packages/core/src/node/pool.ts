/**
 * Worker threads that run kernels on shared memory. They start with the first task.
 */
import { Worker } from "node:worker_threads"
import type { Slab } from "../kernels/slab.ts"
import { compiled, type Variant } from "../kernels/variant.ts"
import type { Message, Task, WorkerData } from "./messages.ts"
import program from "./worker.gen.ts"

/** A worker's part in a task. */
export interface Call {
  /** To be told when the worker found nothing left, once the task's memory says that it is to tell. Until then the process stays alive. */
  readonly wait: (done: () => void) => void
  /** Nothing more is asked. */
  readonly end: () => void
}

/** See the module. A worker does a piece of each of its tasks in turn. */
export interface Pool {
  readonly workers: number
  /** Has a worker take part in a task, until nothing of it is left; `failed` is told why it never will be done. */
  readonly call: (worker: number, slab: Slab, task: Task, failed: (error: unknown) => void) => Call
  readonly close: () => Promise<void>
}

/** Who is told what of a task. */
interface Party {
  readonly failed: (error: unknown) => void
  done?: () => void
}

interface Thread {
  readonly worker: Worker
  readonly told: WorkerData["told"]
  readonly known: WeakSet<Slab>
  /** By the tasks' numbers. */
  readonly parties: Map<number, Party>
  /** How many of them wait. */
  waiting: number
}

const tell = ({ told, worker }: Thread, message: Message): void => {
  // First, so that it never counts fewer than there are.
  Atomics.add(told, 0, 1)
  worker.postMessage(message)
}

/** Takes a task's party away. */
const leave = (thread: Thread, number: number): Party | undefined => {
  const party = thread.parties.get(number)
  thread.parties.delete(number)
  if (party?.done !== undefined && --thread.waiting === 0) thread.worker.unref()
  return party
}

/** Starts a worker; `ended` is told when it is no more. */
const spawn = (variant: Exclude<Variant, "typescript">, ended: (thread: Thread) => void): Thread => {
  const told = new Int32Array(new SharedArrayBuffer(4)), workerData: WorkerData = { module: compiled(variant), told }
  const worker = new Worker(program, { eval: true, workerData, name: "marginalia kernels" })
  const thread: Thread = { worker, told, known: new WeakSet(), parties: new Map(), waiting: 0 }
  worker.on("message", (number: number) => leave(thread, number)?.done?.())
  const fail = (error: unknown): void => {
    ended(thread)
    for (const number of thread.parties.keys()) leave(thread, number)?.failed(error)
  }
  worker.on("error", fail)
  worker.on("exit", () => fail(new Error("a kernel thread ended")))
  worker.unref()
  return thread
}

/**
 * A pool of so many workers for a variant. A worker keeps the process alive only while somebody waits for it; one that fails tells those
 * whom it was to help, and another takes its place.
 */
export const make = (variant: Exclude<Variant, "typescript">, workers: number): Pool => {
  const started: Array<Thread | undefined> = []
  const forget = (thread: Thread): void => {
    const at = started.indexOf(thread)
    if (at >= 0) started[at] = undefined
  }
  const ids = new WeakMap<Slab, number>()
  let next = 0, tasks = 0
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
    workers,
    call: (at, slab, task, failed) => {
      const thread = started[at] ??= spawn(variant, forget)
      const id = idOf(slab), number = tasks++, party: Party = { failed }
      if (!thread.known.has(slab)) tell(thread, ["memory", id, slab.memory!])
      thread.known.add(slab)
      thread.parties.set(number, party)
      tell(thread, ["task", id, number, task])
      return {
        wait: (done) => {
          if (!thread.parties.has(number) || party.done !== undefined) return
          party.done = done
          if (thread.waiting++ === 0) thread.worker.ref()
        },
        end: () => void leave(thread, number)
      }
    },
    close: async () => {
      await Promise.all(started.splice(0).flatMap((thread) => thread === undefined ? [] : [thread.worker.terminate()]))
    }
  }
}
