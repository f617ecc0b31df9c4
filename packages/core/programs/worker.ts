/**
 * The program of a kernel thread: it instantiates the kernels once a memory, and calls them by name.
 *
 * `npm run build:programs` writes it into `src/node/worker.gen.ts`.
 */
import { parentPort, workerData } from "node:worker_threads"
import { collect } from "../src/node/collect.ts"
import type { Message } from "../src/node/messages.ts"

type Exports = { readonly [name: string]: (...args: ReadonlyArray<number>) => void }

const module = workerData as WebAssembly.Module
const kernels = new Map<number, Exports>()

const handle = (message: Message): void => {
  switch (message[0]) {
    case "memory": {
      const [, id, memory] = message
      kernels.set(id, new WebAssembly.Instance(module, { env: { memory } }).exports as Exports)
      return
    }
    case "forget":
      kernels.delete(message[1])
      // No collection comes by itself here: the memory would stay as long as the thread.
      collect()
      return
    case "call": {
      const [, id, name, args] = message
      kernels.get(id)![name]!(...args)
      parentPort!.postMessage(0)
    }
  }
}

parentPort!.on("message", handle)
