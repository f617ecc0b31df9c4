/**
 * The backend of `--backend`, with what the user should know of it.
 */
import { note } from "@marginalia/core/Notices"
import { UsageProblem } from "@marginalia/datasets/problems"
import { type BackendName, TensorBackend } from "@marginalia/models/training"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"

/** What was asked for. */
export interface Device {
  readonly backend: Option.Option<"auto" | BackendName>
  readonly threads: Option.Option<number>
}

/** Says which backend it became and why, once it is up. */
const announced = Layer.effectDiscard(
  Effect.flatMap(TensorBackend.TensorBackend, ({ name, why }) => note(`backend: ${name} (${why})`))
)

const VARIABLE = "MARGINALIA_THREADS"

const put = (threads: string | undefined): void => {
  if (threads === undefined) Reflect.deleteProperty(process.env, VARIABLE)
  else process.env[VARIABLE] = threads
}

/** The threads of the tensor kernels are read from the environment when they start; it is put back with the backend. */
const setThreads = Effect.fnUntraced(function*(threads: Option.Option<number>) {
  if (Option.isNone(threads)) return
  if (threads.value < 1) {
    return yield* new UsageProblem({ problem: `--threads is ${threads.value}`, hint: "it takes a whole number from 1" })
  }
  const former = process.env[VARIABLE]
  yield* Effect.acquireRelease(Effect.sync(() => put(String(threads.value))), () => Effect.sync(() => put(former)))
})

/** The backend that `MARGINALIA_BACKEND` names, else the best that works. */
const configured = TensorBackend.fromConfig.pipe(
  Layer.catchTag("ConfigError", () => {
    const problem = "MARGINALIA_BACKEND names no backend"
    const hint = "set it to auto, node-gpu, node, webgpu, wasm or cpu"
    return Layer.effect(TensorBackend.TensorBackend, Effect.fail(new UsageProblem({ problem, hint })))
  })
)

/**
 * The backend: `--backend`, else `MARGINALIA_BACKEND`, else the best that works. Fails with `BackendUnavailable`, and with
 * `UsageProblem` for a number of threads below 1.
 */
export const backendLayer = ({ backend, threads }: Device) =>
  Layer.unwrap(
    Effect.gen(function*() {
      yield* setThreads(threads)
      const layer = Option.match(backend, { onNone: () => configured, onSome: TensorBackend.of })
      return Layer.provideMerge(announced, layer)
    })
  )
