/**
 * The program of a kernel thread: it instantiates the kernels once a memory, and calls them by name for pieces of a work until none is left.
 * Of several works it does a piece each in turn.
 *
 * `npm run build:programs` writes it into `src/node/worker.gen.ts`.
 */
import { parentPort, workerData } from "node:worker_threads"
import { collect } from "../src/node/collect.ts"
import { host } from "../src/node/host.ts"
import { ASKED, type Message, TAKEN, type Task, type WorkerData } from "../src/node/messages.ts"

type Exports = { readonly [name: string]: (...args: ReadonlyArray<number>) => void }

/** A memory, and the kernels in it. */
interface Place {
  readonly memory: WebAssembly.Memory
  readonly kernels: Exports
}

const { module, told } = workerData as WorkerData
const places = new Map<number, Place>()

/** At least so many bytes of a memory. One that another thread has made larger may not have told this one yet: it does when it is asked to grow. */
const bufferOf = (memory: WebAssembly.Memory, end: number): ArrayBufferLike => {
  if (memory.buffer.byteLength < end) memory.grow(0)
  return memory.buffer
}

/** What is to be done, the next first. */
const waiting: Array<{ readonly number: number; readonly place: Place; readonly task: Task }> = []

/** How long to look for something to do before waiting for it, in milliseconds: who is woken comes late. */
const LOOK = 0.05

const handle = (message: Message): void => {
  switch (message[0]) {
    case "memory": {
      const [, slab, memory] = message
      const own = Array.from(host, ([name, hosted]) => [name, hosted((end) => bufferOf(memory, end))] as const)
      const { exports } = new WebAssembly.Instance(module, { env: { memory } })
      places.set(slab, { memory, kernels: { ...exports as Exports, ...Object.fromEntries(own) } })
      return
    }
    case "forget":
      places.delete(message[1])
      // No collection comes by itself here: the memory would stay as long as the thread.
      collect()
      return
    case "task": {
      const [, slab, number, task] = message
      waiting.push({ number, place: places.get(slab)!, task })
    }
  }
}

/** A task's numbers. */
const stateOf = (memory: WebAssembly.Memory, { done, state }: Task): Uint32Array =>
  new Uint32Array(bufferOf(memory, state + 4 * done + 4), state, done + 1)

/** Does the next piece of a task; false: there is none, which is said. */
const piece = ({ kernels, memory }: Place, task: Task, number: number): boolean => {
  const { calls, done, items, size } = task
  const state = stateOf(memory, task), from = Atomics.add(state, TAKEN, size)
  if (from < items) {
    const to = Math.min(items, from + size)
    for (const { args, kernel } of calls) kernels[kernel]!(from, to, ...args)
    return true
  }
  Atomics.store(state, done, 1)
  if (Atomics.load(state, ASKED) !== 0) parentPort!.postMessage(number)
  return false
}

/** How many messages were handled, as a number of 32 bits. */
let handled = 0

/** Whether a message is under way, which comes when the thread has nothing else to do. */
const isTold = (): boolean => Atomics.load(told, 0) !== handled

/** Does pieces until there are none, and looks for more for a moment. */
const work = (): void => {
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    if (piece(next.place, next.task, next.number)) waiting.push(next)
    if (!isTold()) continue
    setImmediate(work)
    return
  }
  for (const until = performance.now() + LOOK; performance.now() < until && !isTold(););
}

parentPort!.on("message", (message: Message) => {
  handled = (handled + 1) | 0
  handle(message)
  if (!isTold()) work()
})
