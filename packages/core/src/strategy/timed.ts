/**
 * A stopwatch and an open ear around one step.
 */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import type { Notes } from "../Frame.ts"
import * as Remarks from "../Remarks.ts"

/** Runs an effect; tells how many milliseconds it took, and what it remarked. */
export const timed = <A, E, R>(
  effect: Effect.Effect<A, E, R>
): Effect.Effect<readonly [value: A, milliseconds: number, remarks: Notes], E, R> =>
  Effect.gen(function*() {
    const start = yield* Clock.currentTimeNanos
    const [value, remarks] = yield* Remarks.collect(effect)
    return [value, Number((yield* Clock.currentTimeNanos) - start) / 1e6, remarks] as const
  })
