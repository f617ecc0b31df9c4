/**
 * Asking a port: what it throws, rejects with, or gives in an Effect's stead is a failure of the port, never a defect of the
 * program around it.
 */
import * as Effect from "effect/Effect"

/** What a value is, in a few words. */
export const describe = (value: unknown): string => {
  if (value === null || value === undefined) return String(value)
  if (typeof value === "string") return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value)
  if (typeof value === "object" || typeof value === "function") {
    return value instanceof Promise
      ? "a promise"
      : Array.isArray(value)
      ? "an array"
      : `a value of type ${typeof value}`
  }
  return String(value as number | boolean | bigint | symbol)
}

const reasonOf = (defect: unknown): string => defect instanceof Error ? defect.message : describe(defect)

/**
 * Calls a `port` by `run`. A thrown error, a rejected promise and whatever else would be a defect fail with what `fail`
 * makes of it, and so does an answer that is no Effect. Interruption passes.
 */
export const call = <A, E, R>(
  port: string,
  run: () => Effect.Effect<A, E, R>,
  fail: (problem: string, cause: unknown) => E
): Effect.Effect<A, E, R> =>
  Effect.suspend(() => {
    const given: unknown = run()
    if (Effect.isEffect(given)) return given as Effect.Effect<A, E, R>
    const problem = `the ${port} gave ${describe(given)} where an Effect is due; wrap a promise with Effect.tryPromise`
    return Effect.fail(fail(problem, given))
  }).pipe(
    Effect.catchDefect((defect) => Effect.fail(fail(`the ${port} failed: ${reasonOf(defect)}`, defect)))
  )
