/**
 * The backend of `--backend`, with what the user should know of it.
 */
import { Named } from "@marginalia/core"
import { note } from "@marginalia/core/Notices"
import { UsageProblem } from "@marginalia/datasets/problems"
import { variable } from "@marginalia/datasets/variable"
import { library } from "@marginalia/experiments/engine/library"
import { backendKind, TensorBackend } from "@marginalia/models/training"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"

/** What was asked for. */
export interface Device {
  /** A name, with options where it is a plugin's that has some. */
  readonly backend: Option.Option<string>
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
const configured = Effect.gen(function*() {
  const text = yield* variable("MARGINALIA_BACKEND")
  return yield* Named.read(backendKind, text ?? "auto", library())
}).pipe(
  Effect.mapError(({ message }) => new UsageProblem({ problem: "MARGINALIA_BACKEND names no backend", hint: message }))
)

/**
 * The backend that was asked for: `--backend`, else `MARGINALIA_BACKEND`, else the best that works. Plugins are loaded before.
 * Fails with `InvalidName` or `InvalidOptions` for what is none, and with `UsageProblem` where the environment says so.
 */
export const readBackend = Effect.fn("readBackend")(function*({ backend }: Pick<Device, "backend">) {
  const { value } = yield* Option.match(backend, {
    onNone: () => configured,
    onSome: (text) => Named.read(backendKind, text, library())
  })
  return value
})

/**
 * The backend of {@link readBackend}, as a layer. Fails as that does, with `BackendUnavailable`, and with `UsageProblem` for a
 * number of threads below 1.
 */
export const backendLayer = (device: Device) =>
  Layer.unwrap(
    Effect.gen(function*() {
      yield* setThreads(device.threads)
      return Layer.provideMerge(announced, TensorBackend.of(yield* readBackend(device)))
    })
  )
