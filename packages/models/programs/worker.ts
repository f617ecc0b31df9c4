/**
 * The program of a tensor thread: it waits for its turn in shared memory, calls the kernel it is told, and says that it is
 * done, without an event loop.
 *
 * `npm run build:programs` writes it into `src/tfjs-kernels/worker.gen.ts`.
 */
import { workerData } from "node:worker_threads"
import type { CrewData } from "../src/tfjs-kernels/crew-data.ts"

type Exports = { readonly [name: string]: (...args: ReadonlyArray<number>) => void }

const { control, index, memory, module, names, slots, threads } = workerData as CrewData
const kernels = new WebAssembly.Instance(module, { env: { memory } }).exports as Exports
const flags = new Int32Array(control, 0, 2 * threads)
const job = new Float64Array(control, 8 * threads + 8 * slots * index, slots)

for (let seen = 0;;) {
  Atomics.wait(flags, index, seen)
  seen = Atomics.load(flags, index)
  kernels[names[job[0]!]!]!(...job.subarray(2, 2 + job[1]!))
  Atomics.store(flags, threads + index, seen)
  Atomics.notify(flags, threads + index)
}
