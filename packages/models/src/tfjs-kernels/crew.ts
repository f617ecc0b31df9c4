/**
 * Threads that run our kernels beside the calling thread, in tfjs's shared memory. A call is handed over through shared
 * numbers and waited for without the event loop, since tfjs's kernels are synchronous.
 */
import { Worker } from "node:worker_threads"
import type { CrewData } from "./crew-data.ts"
import program from "./worker.gen.ts"

/** Numbers that a thread is handed: which kernel, how many arguments, the arguments. */
const SLOTS = 32
/** How long a part may take before its thread is taken for dead. */
const PATIENCE = 120_000

/** See the module. `call` does `parts[0]` itself and the others on a thread each, and returns when all are done. */
export interface Crew {
  /** The calling thread included. */
  readonly threads: number
  readonly call: (name: string, parts: ReadonlyArray<ReadonlyArray<number>>) => void
  readonly close: () => void
}

type Exports = { readonly [name: string]: (...args: ReadonlyArray<number>) => void }

/** A crew of `threads` ≥ 2 threads for a module over a shared memory. Its threads do not keep the process alive. */
export const crew = (module: WebAssembly.Module, memory: WebAssembly.Memory, own: Exports, threads: number): Crew => {
  const others = threads - 1, names = Object.keys(own)
  const control = new SharedArrayBuffer(8 * others + 8 * SLOTS * others)
  const flags = new Int32Array(control, 0, 2 * others)
  const workers = Array.from({ length: others }, (_, index) => {
    const workerData: CrewData = { control, index, memory, module, names, slots: SLOTS, threads: others }
    const worker = new Worker(program, { eval: true, workerData, name: "marginalia tensors" })
    worker.unref()
    return worker
  })
  const hand = (index: number, name: string, args: ReadonlyArray<number>): number => {
    new Float64Array(control, 8 * others + 8 * SLOTS * index, SLOTS).set([names.indexOf(name), args.length, ...args])
    const turn = Atomics.add(flags, index, 1) + 1
    Atomics.notify(flags, index)
    return turn
  }
  const wait = (index: number, turn: number): void => {
    for (let done = Atomics.load(flags, others + index); done !== turn; done = Atomics.load(flags, others + index)) {
      if (Atomics.wait(flags, others + index, done, PATIENCE) === "timed-out") throw new Error("a tensor thread died")
    }
  }
  return {
    threads,
    call: (name, [first, ...rest]) => {
      const turns = rest.map((args, index) => hand(index, name, args))
      own[name]!(...first!)
      turns.forEach((turn, index) => wait(index, turn))
    },
    close: () => workers.forEach((worker) => void worker.terminate())
  }
}
