/** Brings one backend up, or says why it cannot be. */
import * as Quote from "@marginalia/core/Quote"
import { isMissing } from "@marginalia/datasets/optional"
import * as tf from "@tensorflow/tfjs-core"
import * as Effect from "effect/Effect"
import { installKernels } from "../tfjs-kernels/register.ts"
import { BackendUnavailable } from "./errors.ts"
import { type BackendName, backends } from "./names.ts"
import { prepareNode } from "./tfjs-node.ts"
import { hireThreads, prepareWasm } from "./wasm.ts"
import { prepareWebgpu } from "./webgpu.ts"

/** What must be imported before tfjs can be told to use a backend; an error's text says why that failed. */
const prepare: { readonly [Name in BackendName]: (hardware: boolean) => Promise<unknown> } = {
  "node-gpu": () => prepareNode("@tensorflow/tfjs-node-gpu"),
  node: () => prepareNode("@tensorflow/tfjs-node"),
  webgpu: prepareWebgpu,
  wasm: prepareWasm,
  cpu: () => import("@tensorflow/tfjs-backend-cpu")
}

const why = (cause: unknown): string => {
  return isMissing(cause) ? "its package is not installed" : Quote.thrown(cause)
}

const start = async (name: BackendName, hardware: boolean): Promise<void> => {
  tf.enableProdMode() // without it the cpu backend advertises tfjs-node on stderr
  await prepare[name](hardware)
  const { registered } = backends[name]
  // Without a device tfjs answers false and stays with what it had.
  const set = await tf.setBackend(registered)
  if (!set || tf.getBackend() !== registered) throw new Error("tfjs found no device for it")
  await tf.ready()
  if (name !== "wasm") return
  installKernels()
  await hireThreads()
}

/** Makes `name` the backend of tfjs in this process. With `hardware`, graphics drivers in software do not count. */
export const load = (name: BackendName, hardware = false): Effect.Effect<void, BackendUnavailable> =>
  Effect.tryPromise({
    try: () => start(name, hardware),
    catch: (cause) => new BackendUnavailable({ backend: name, problem: why(cause), remedy: backends[name].remedy })
  }).pipe(Effect.withSpan("TensorBackend.load", { attributes: { name } }))
