/**
 * Long checks in steps: a generator that yields where it may be interrupted, run in one go or with the event loop
 * between.
 */
import * as Effect from "effect/Effect"
import { InvalidQuery } from "../Errors.ts"
import { breathe } from "../kernels/breathe.ts"

/** A computation that yields now and then. It throws {@link InvalidQuery} on what it refuses. */
export type Steps<A = void> = Generator<void, A, void>

/** Numbers that are looked at between two yields: a few milliseconds on a slow machine. */
export const STEP = 2 ** 21

/** Runs steps in one go. Throws what they throw. */
export const runSync = <A>(steps: Steps<A>): A => {
  for (;;) {
    const next = steps.next()
    if (next.done === true) return next.value
  }
}

const refusal = (error: unknown): InvalidQuery => {
  if (error instanceof InvalidQuery) return error
  throw error
}

/** Runs steps with a yield to the event loop at each. Fails with what they refuse. */
export const run = <A>(make: () => Steps<A>): Effect.Effect<A, InvalidQuery> =>
  Effect.gen(function*() {
    const steps = make()
    for (;;) {
      const next = yield* Effect.try({ try: () => steps.next(), catch: refusal })
      if (next.done === true) return next.value
      yield* breathe("typescript", STEP)
    }
  })
