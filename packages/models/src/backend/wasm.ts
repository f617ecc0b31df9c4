/** tfjs's wasm backend; under Node in shared memory, so that as many threads work on it as the machine has. */
import * as tf from "@tensorflow/tfjs-core"
import { hire } from "../tfjs-kernels/module.ts"
import { startShared } from "../tfjs-kernels/shared-memory.ts"
import { wasmBackend } from "../tfjs-kernels/wasm-backend.ts"

/** More threads than this gain little on convolutions of 32 images. */
const MOST = 8

/** How many threads to take: `MARGINALIA_THREADS`, or what the machine offers; one in a browser. */
export const threadCount = async (): Promise<number> => {
  if (typeof process === "undefined" || !process.versions.node) return 1
  const asked = Number(process.env["MARGINALIA_THREADS"] ?? NaN)
  if (Number.isInteger(asked) && asked > 0) return asked
  const { availableParallelism } = await import("node:os")
  return Math.min(MOST, availableParallelism())
}

/** Imports the backend, and starts it in shared memory where there will be threads. */
export const prepareWasm = async (): Promise<void> => {
  const wasm = await import("@tensorflow/tfjs-backend-wasm")
  if (tf.engine().backendNames().includes("wasm") && tf.findBackend("wasm") !== null) return
  if (await threadCount() > 1) await startShared(wasm)
}

/** Once the backend is there. */
export const hireThreads = async (): Promise<void> => hire(wasmBackend(), await threadCount())
