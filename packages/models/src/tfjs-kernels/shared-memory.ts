/**
 * tfjs's wasm backend in memory that other threads may share, under Node.
 *
 * tfjs has a build with threads, which it does not use under Node. We load that build for its shared memory only: it
 * asks for eight workers of its own, gets idle ones, and is told to compute on one thread; the threads are ours.
 */
import * as tf from "@tensorflow/tfjs-core"

const MEMORY: unique symbol = Symbol.for("@marginalia/models/tfjs-kernels/memory")

interface Message {
  readonly cmd?: string
  readonly wasmMemory?: WebAssembly.Memory
}

/** Where the memory is kept: for all copies of this package that a process may hold, since tfjs has one backend for them. */
const kept: typeof globalThis & { [MEMORY]?: WebAssembly.Memory | undefined } = globalThis

/** Says that it is ready, shows the memory that it was sent, and never does anything. */
class IdleWorker {
  onmessage: ((event: { readonly data: Message }) => void) | undefined
  postMessage(message: Message): void {
    if (message.cmd !== "load") return
    kept[MEMORY] = message.wasmMemory
    queueMicrotask(() => this.onmessage?.({ data: { cmd: "loaded" } }))
  }
  on(): void {}
  unref(): void {}
  terminate(): void {}
}

interface WasmPackage {
  readonly setThreadsCount: (count: number) => void
}

/** The memory that the backend shares; undefined where it shares none. */
export const sharedMemory = (): WebAssembly.Memory | undefined => kept[MEMORY]

/** Starts the wasm backend with `Worker` standing for idle ones while it loads. */
export const startShared = async ({ setThreadsCount }: WasmPackage): Promise<boolean> => {
  const former = Object.getOwnPropertyDescriptor(globalThis, "Worker")
  // Emscripten's loader assigns Node's Worker to the global; the empty setter keeps ours.
  Object.defineProperty(globalThis, "Worker", { configurable: true, get: () => IdleWorker, set: () => {} })
  try {
    tf.env().set("WASM_HAS_MULTITHREAD_SUPPORT", true)
    setThreadsCount(1)
    return await tf.setBackend("wasm")
  } finally {
    if (former === undefined) Reflect.deleteProperty(globalThis, "Worker")
    else Object.defineProperty(globalThis, "Worker", former)
  }
}
