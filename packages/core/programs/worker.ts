/**
 * The program of a kernel thread: it instantiates the kernels once a memory, and calls them by name.
 *
 * `npm run build:programs` writes it into `src/node/worker.gen.ts`.
 */
import { setFlagsFromString } from "node:v8"
import { runInNewContext } from "node:vm"
import { parentPort, workerData } from "node:worker_threads"
import type { Message } from "../src/node/messages.ts"

type Exports = { readonly [name: string]: (...args: ReadonlyArray<number>) => void }

const module = workerData as WebAssembly.Module
const kernels = new Map<number, Exports>()

/** The engine's own collection, where it can be asked for. */
const collector = (): () => void => {
  try {
    setFlagsFromString(`${"-".repeat(2)}expose-gc`)
    return runInNewContext("gc") as () => void
  } catch {
    return () => {}
  }
}

const collect = collector()

const handle = (message: Message): void => {
  switch (message[0]) {
    case "memory": {
      const [, id, memory] = message
      kernels.set(id, new WebAssembly.Instance(module, { env: { memory } }).exports as Exports)
      return
    }
    case "forget":
      kernels.delete(message[1])
      // The heap here is small, and no collection comes by itself: the memory would stay as long as the thread.
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
