/**
 * Where tensors live and are computed, as a scoped service. tfjs has one current backend a process; while the scope of
 * a layer of this service is open, it is that layer's.
 */
import * as tf from "@tensorflow/tfjs-core"
import * as Config from "effect/Config"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Semaphore from "effect/Semaphore"
import type { Backend } from "./backend.ts"
import type { BackendUnavailable } from "./errors.ts"
import { backendOf, builtIn, load } from "./load.ts"
import { BackendChoice, type BackendName, backendNames } from "./names.ts"

/** A tensor backend that is current: which one it is, why, and how its memory stands. */
export interface Service {
  /** How the backend is written: `wasm`, or one of one's own. */
  readonly name: string
  /** The bytes that it can address at most; `Infinity` where these are all that there are. */
  readonly most: number
  /** Why this one: it was asked for, or what stood in the way of the better ones. */
  readonly why: string
  /** One permit a device: training holds it from the first batch to the last. */
  readonly permit: Semaphore.Semaphore
  /** Tensors alive now, and their bytes. */
  readonly memory: Effect.Effect<{ readonly tensors: number; readonly bytes: number }>
}

/**
 * The tensor backend that models are trained and asked on, as a service. While the scope of one of its layers is open,
 * tfjs computes on it.
 */
export class TensorBackend extends Context.Service<TensorBackend, Service>()("@marginalia/models/TensorBackend") {}

const memory = Effect.sync(() => {
  const { numBytes, numTensors } = tf.memory()
  return { tensors: numTensors, bytes: numBytes }
})

const service = ({ most, text: name }: Backend, why: string): Service => ({
  name,
  most,
  why,
  permit: Semaphore.makeUnsafe(1),
  memory
})

/** The best backend of `names` that works, and what was wrong with those before it. */
const firstOf = Effect.fnUntraced(function*(names: ReadonlyArray<BackendName>) {
  const passed: Array<string> = []
  let failure: BackendUnavailable | undefined
  for (const name of names) {
    const backend = builtIn(name), result = yield* Effect.result(load(backend, true))
    if (result._tag === "Success") return service(backend, ["the best that works", ...passed].join("; "))
    failure = result.failure
    passed.push(`${name}: ${failure.problem}`)
  }
  return yield* failure!
})

/** Gives tfjs its former backend back when the scope closes. */
const keepingFormer = <E>(acquire: Effect.Effect<Service, E>) =>
  Effect.suspend(() => {
    const former = tf.engine().backendName
    const giveBack = Effect.promise(() => former === undefined ? Promise.resolve(true) : tf.setBackend(former))
    return Effect.acquireRelease(acquire, () => giveBack)
  })

/** A layer of exactly this `backend`, by its name or one of one's own; fails with {@link BackendUnavailable} and what to install. */
export const only = (backend: BackendName | Backend): Layer.Layer<TensorBackend, BackendUnavailable> => {
  const chosen = backendOf(backend)
  return Layer.effect(TensorBackend, keepingFormer(load(chosen).pipe(Effect.as(service(chosen, "asked for")))))
}

/**
 * TensorFlow on a CUDA card. Not yet run by this project. Fails with {@link BackendUnavailable} where it does not
 * run.
 */
export const nodeGpu = only("node-gpu")
/**
 * TensorFlow on the processor. Not yet run by this project. Fails with {@link BackendUnavailable} where it does not
 * run.
 */
export const node = only("node")
/** A graphics card through WebGPU. Fails with {@link BackendUnavailable} where it does not run. */
export const webgpu = only("webgpu")
/**
 * WebAssembly SIMD, with kernels of ours for convolutions. Fails with {@link BackendUnavailable} where it does not
 * run.
 */
export const wasm = only("wasm")
/** Plain JavaScript. Fails with {@link BackendUnavailable} where it does not run. */
export const cpu = only("cpu")
/**
 * The best that works: node-gpu, node, webgpu, wasm, cpu. `why` says what was wrong with the better ones; WebGPU on a
 * driver in software is passed over, since wasm is faster. Fails with {@link BackendUnavailable} where none works.
 */
export const auto: Layer.Layer<TensorBackend, BackendUnavailable> = Layer.effect(
  TensorBackend,
  keepingFormer(firstOf(backendNames))
)

/**
 * The layer of a choice: a backend's name, one of one's own, or "auto". Fails with {@link BackendUnavailable} where it does not work
 * here.
 */
export const of = (choice: BackendChoice | Backend): Layer.Layer<TensorBackend, BackendUnavailable> =>
  choice === "auto" ? auto : only(choice)

/**
 * The layer of the library's backend that the configuration `MARGINALIA_BACKEND` names; "auto" where it names none.
 * Fails with `ConfigError` for a name that is none, and with {@link BackendUnavailable} where that backend does not
 * run.
 */
export const fromConfig: Layer.Layer<TensorBackend, BackendUnavailable | Config.ConfigError> = Layer.unwrap(
  Config.schema(BackendChoice, "MARGINALIA_BACKEND").pipe(Config.withDefault("auto" as const), Effect.map(of))
)
