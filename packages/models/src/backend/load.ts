/** Brings one backend up, or says why it cannot be. */
import { isMissing } from "@marginalia/datasets/optional"
import * as tf from "@tensorflow/tfjs-core"
import * as Effect from "effect/Effect"
import { installKernels } from "../tfjs-kernels/register.ts"
import type { Backend } from "./backend.ts"
import { type BackendProblem, BackendUnavailable } from "./errors.ts"
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

class NoDevice extends Error {
  readonly registered: string
  constructor(registered: string) {
    super("tfjs found no device")
    this.registered = registered
  }
}

const why = (cause: unknown): BackendProblem => {
  if (cause instanceof NoDevice) return { _tag: "NoDevice", registered: cause.registered }
  return isMissing(cause) ? { _tag: "MissingPackage", cause } : { _tag: "NotStarted", cause }
}

const ready = async (): Promise<void> => {
  installKernels()
  await hireThreads()
}

/** The backend of a name. */
export const builtIn = (name: BackendName): Backend => {
  const { deterministic = false, describes, most = Infinity, registered, remedy, run } = backends[name]
  const start = async (hardware: boolean) => {
    await prepare[name](hardware)
    return registered
  }
  const about = { text: name, describes, remedy, run, deterministic, most, start }
  return name === "wasm" ? { ...about, ready } : about
}

/** What a name or a backend stands for. */
export const backendOf = (backend: BackendName | Backend): Backend =>
  typeof backend === "string" ? builtIn(backend) : backend

const begin = async (backend: Backend, hardware: boolean): Promise<void> => {
  tf.enableProdMode() // without it the cpu backend advertises tfjs-node on stderr
  const registered = await backend.start(hardware)
  // Without a device tfjs answers false and stays with what it had.
  const set = await tf.setBackend(registered)
  if (!set || tf.getBackend() !== registered) throw new NoDevice(registered)
  await tf.ready()
  await backend.ready?.()
}

/** Bun trained other networks than it had before, once in 13 runs of the same experiment: that is no measurement. */
export const unrepeatable = (
  backend: string,
  versions: { readonly [program: string]: string | undefined } = process.versions
): BackendUnavailable | undefined =>
  versions["bun"] === undefined ? undefined : new BackendUnavailable({
    backend,
    reason: { _tag: "Unrepeatable", program: "Bun", version: versions["bun"] },
    remedy: "run this program with Node 22.19 or newer"
  })

/** Makes a backend, by its name or one of one's own, that of tfjs here. With `hardware`, graphics drivers in software do not count. */
export const load = (backend: BackendName | Backend, hardware = false): Effect.Effect<void, BackendUnavailable> => {
  const chosen = backendOf(backend), { remedy, text: name } = chosen
  const begun = Effect.tryPromise({
    try: () => begin(chosen, hardware),
    catch: (cause) => new BackendUnavailable({ backend: name, reason: why(cause), remedy })
  })
  return Effect.suspend(() => unrepeatable(name) ?? begun).pipe(
    Effect.withSpan("TensorBackend.load", { attributes: { name } })
  )
}
