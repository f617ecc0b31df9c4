/** The backend that a person asked for, with what they should know of it. */
import * as Message from "@marginalia/core/Message"
import * as Named from "@marginalia/core/Named"
import { note } from "@marginalia/core/Notices"
import type * as Registry from "@marginalia/core/Registry"
import { UsageProblem } from "@marginalia/datasets/problems"
import { variable } from "@marginalia/datasets/variable"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { backendKind, registry as backendRegistry } from "./named.ts"
import * as TensorBackend from "./TensorBackend.ts"

/** Which backend is asked for. */
export interface BackendAsked {
  /** Its name, with options where it is a plugin's that has some. Default: `MARGINALIA_BACKEND`, else the best that works. */
  readonly backend?: string | undefined
  /** The threads of the tensor kernels. Default: `MARGINALIA_THREADS`, else all cores. */
  readonly threads?: number | undefined
  /** The backends that have names. Default: this library's. */
  readonly registry?: Registry.Registry
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
const setThreads = Effect.fnUntraced(function*(threads: number | undefined) {
  if (threads === undefined) return
  if (threads < 1) {
    const problem = Message.text`${Message.setting("threads")} is ${threads}`
    return yield* new UsageProblem({
      problem,
      hint: "it takes a whole number from 1",
      reason: "Value",
      expected: "a whole number from 1",
      setting: "threads",
      value: threads
    })
  }
  const former = process.env[VARIABLE]
  yield* Effect.acquireRelease(Effect.sync(() => put(String(threads))), () => Effect.sync(() => put(former)))
})

/** The backend that `MARGINALIA_BACKEND` names, else the best that works. */
const configured = Effect.fnUntraced(
  function*(registry: Registry.Registry) {
    const text = yield* variable("MARGINALIA_BACKEND")
    return yield* Named.read(backendKind, text ?? "auto", registry)
  },
  Effect.mapError(({ message }) =>
    new UsageProblem({
      problem: "MARGINALIA_BACKEND names no backend",
      hint: message,
      reason: "Value",
      setting: "MARGINALIA_BACKEND",
      value: undefined,
      expected: "a backend"
    })
  )
)

/**
 * The backend that was `asked` for by its name, else by `MARGINALIA_BACKEND`, else the best that works; nothing is loaded yet.
 * Fails with `InvalidName` or `InvalidOptions` for what is none, and with `UsageProblem` where the environment says so.
 */
export const readBackend = Effect.fn("readBackend")(
  function*({ backend, registry = backendRegistry }: Omit<BackendAsked, "threads">) {
    const { value } = yield* backend === undefined ? configured(registry) : Named.read(backendKind, backend, registry)
    return value
  }
)

/**
 * The backend of {@link readBackend}, as a layer that says to `Notices` which it became, and why; `asked` names it,
 * with its threads. Fails as that does, with `InvalidName` or `InvalidOptions` for a name that is none, with
 * `BackendUnavailable`, and with `UsageProblem` for a number of threads below 1.
 */
export const backendLayer = (asked: BackendAsked) =>
  Layer.unwrap(
    Effect.gen(function*() {
      yield* setThreads(asked.threads)
      return Layer.provideMerge(announced, TensorBackend.of(yield* readBackend(asked)))
    })
  )
