/** Threads that decode parquet. One that has nothing to do is kept for the next file. */
import { existsSync } from "node:fs"
import { createRequire } from "node:module"
import { dirname, join } from "node:path"
import { fileURLToPath, pathToFileURL } from "node:url"
import { Worker } from "node:worker_threads"
import type { Reply, Request } from "./messages.ts"

/** How an answer may fail to come. */
export type Silence = "late" | "memory" | "ended"

/** See the module. */
export interface Thread {
  /** Megabytes that its objects may take. */
  readonly heap: number
  /** Asks, and hears the answer, or why there is none, after which the thread is gone. */
  readonly ask: (request: Request, milliseconds: number, hear: (answer: Reply | Silence) => void) => void
  /** Ends it, whatever it does. */
  readonly end: () => void
  readonly isGone: () => boolean
}

/** Megabytes of objects that most files need; and how many a file may need that promises so many bytes. */
const USUAL_HEAP = 384

/** Milliseconds that a thread may take to load what it needs, on a busy machine. */
const STARTING = 60_000

/** Megabytes of objects that a file may need that promises so many bytes. */
export const heapFor = (promised: number): number => Math.max(USUAL_HEAP, Math.ceil(128 + 8 * promised / 1e6))

/** Beside this module; in a bundle, where that is not, in the package. */
const program = (): URL => {
  const sibling = new URL(`./worker${import.meta.url.endsWith(".ts") ? ".ts" : ".js"}`, import.meta.url)
  if (import.meta.url.includes("/parquet/thread.") && existsSync(fileURLToPath(sibling))) return sibling
  const home = dirname(createRequire(import.meta.url).resolve("@marginalia/datasets/package.json"))
  return pathToFileURL(join(home, "dist", "parquet", "worker.js"))
}

const isOutOfMemory = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY"

const transferable = (request: Request): ReadonlyArray<ArrayBuffer> => {
  if (request._tag !== "Open" || !("bytes" in request.input)) return []
  const { buffer, byteLength } = request.input.bytes
  return byteLength === buffer.byteLength ? [buffer] : []
}

/** Starts a thread, with so many megabytes for young objects. It keeps the process alive only while it is asked something. */
export const start = (heap: number = USUAL_HEAP, young?: number): Thread => {
  const worker = new Worker(program(), {
    name: "marginalia parquet",
    resourceLimits: {
      maxOldGenerationSizeMb: heap,
      ...(young === undefined ? {} : { maxYoungGenerationSizeMb: young })
    },
    stderr: false
  })
  worker.unref()
  let answered: ((answer: Reply | Silence) => void) | undefined, begin: (() => void) | undefined
  let isReady = false, isGone = false
  const end = (): void => {
    isGone = true
    answered = begin = undefined
    void worker.terminate()
  }
  worker.on("message", (reply: Reply) => {
    if (reply._tag !== "Ready") return answered?.(reply)
    isReady = true
    begin?.()
  })
  worker.on("error", (error) => answered?.(isOutOfMemory(error) ? "memory" : "ended"))
  worker.on("exit", () => answered?.("ended"))
  const ask: Thread["ask"] = (request, milliseconds, hear) => {
    worker.ref()
    let timer = setTimeout(() => answered?.("late"), isReady ? milliseconds : STARTING)
    begin = () => {
      clearTimeout(timer)
      timer = setTimeout(() => answered?.("late"), milliseconds)
    }
    answered = (answer) => {
      clearTimeout(timer)
      answered = begin = undefined
      worker.unref()
      if (typeof answer === "string") end()
      hear(answer)
    }
    worker.postMessage(request, transferable(request))
  }
  return { heap, ask, end, isGone: () => isGone }
}

let idle: Thread | undefined

/** A thread with so much room for objects: the idle one where it will do. */
export const take = (heap: number): Thread => {
  const found = idle
  if (found === undefined || found.heap < heap) return start(Math.max(heap, USUAL_HEAP))
  idle = undefined
  return found
}

/** Ends the thread that waits for the next file: where memory is short nothing is kept for later. */
export const endIdle = (): void => {
  idle?.end()
  idle = undefined
}

/** Megabytes that a thread's objects take where row groups of so many bytes are decoded one after the other: the code's, and what is decoded. */
export const groupHeapFor = (bytes: number, chunks: number): number => Math.ceil(64 + 5 * bytes / 1e6 + 2e-3 * chunks)

/** Gives a thread back. One is kept for the next file. */
export const giveBack = (thread: Thread): void => {
  if (thread.isGone()) return
  if (thread.heap === USUAL_HEAP && idle === undefined) idle = thread
  else thread.end()
}
