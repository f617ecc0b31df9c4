/**
 * A promise that an AbortSignal ends, as the platform's functions do.
 */
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import type * as Fiber from "effect/Fiber"
import { InvalidOptions } from "../Errors.ts"
import * as Suggest from "../Suggest.ts"
import { isRecord, show } from "./kinds.ts"

/** What functions that return a promise take besides their input. */
export interface Options {
  /** Ends the work: the promise rejects with the signal's reason. Default none. */
  readonly signal?: AbortSignal
}

const isSignal = (value: unknown): value is AbortSignal =>
  typeof value === "object" && value !== null && "aborted" in value && "addEventListener" in value

const KNOWN = ["signal"]

/** The signal of the options. Throws `InvalidOptions` on other options, or another value. */
const signalOf = (part: string, options: unknown): AbortSignal | undefined => {
  if (options === undefined) return undefined
  if (!isRecord(options)) {
    const reason = { _tag: "NoOptions", value: show(options), expected: "{ signal }" } as const
    throw new InvalidOptions({ part, path: "", reason })
  }
  const stranger = Object.keys(options).find((key) => !KNOWN.includes(key))
  if (stranger !== undefined) {
    throw new InvalidOptions({
      part,
      path: stranger,
      reason: { _tag: "Unknown", allowed: KNOWN, suggestion: Suggest.nearest(stranger, KNOWN) }
    })
  }
  const { signal } = options
  if (signal === undefined || isSignal(signal)) return signal
  throw new InvalidOptions({
    part,
    path: "signal",
    reason: { _tag: "Value", value: signal, expected: "an AbortSignal" }
  })
}

/** Runs until the effect ends or the signal is aborted, whichever is first; leaves no listener behind. */
const until = <A, E>(effect: Effect.Effect<A, E>, signal: AbortSignal): Promise<A> =>
  new Promise((resolve, reject) => {
    let fiber: Fiber.Fiber<A, E> | undefined
    const abort = () => {
      signal.removeEventListener("abort", abort)
      reject(signal.reason as Error)
      fiber?.interruptUnsafe()
    }
    signal.addEventListener("abort", abort)
    fiber = Effect.runFork(effect)
    // Aborted by the work itself before it gave way: `abort` knew of no fiber yet.
    if (signal.aborted) return fiber.interruptUnsafe()
    fiber.addObserver((exit) => {
      if (signal.aborted) return
      signal.removeEventListener("abort", abort)
      if (Exit.isSuccess(exit)) resolve(exit.value)
      else reject(Cause.squash(exit.cause) as Error)
    })
  })

/**
 * Runs an effect as a promise. An aborted signal rejects it at once with the signal's own reason: before any work when
 * it is aborted already; otherwise the work stops at its next yield. `part` is what to call the function in messages.
 */
export const runPromise = <A, E>(part: string, effect: Effect.Effect<A, E>, options?: Options): Promise<A> => {
  try {
    const signal = signalOf(part, options)
    if (signal === undefined) return Effect.runPromise(effect)
    if (signal.aborted) return Promise.reject(signal.reason as Error)
    return until(effect, signal)
  } catch (error) {
    return Promise.reject(error as Error)
  }
}
