/**
 * Matrices that many queries share, and what is derived from them once for all of them.
 */
import * as Effect from "effect/Effect"
import * as Scheduler from "effect/Scheduler"
import * as Semaphore from "effect/Semaphore"
import type { Matrix } from "../Matrix.ts"
import type { Normalized } from "./normalize-rows.ts"
import type { Variant } from "./variant.ts"

interface Derived {
  readonly normalized: Map<Variant, Normalized>
  readonly lock: Semaphore.Semaphore
}

/** By the matrix's numbers: the same ones in another wrapper are the same matrix. */
const derived = new WeakMap<Float32Array, Derived>()

/** Says that a matrix will never be written to, so that what is derived from it may be kept as long as it lives. */
export const share = ({ data }: Matrix): void => {
  if (!derived.has(data)) derived.set(data, { normalized: new Map(), lock: Semaphore.makeUnsafe(1) })
}

/**
 * The rows of a shared matrix at unit length, made by `make` for the first who asks; the others wait for it. A matrix
 * that is not shared is made each time. One who is interrupted leaves the work to the next.
 */
export const normalizedOnce = (
  x: Matrix,
  variant: Variant,
  make: Effect.Effect<Normalized>
): Effect.Effect<Normalized> => {
  const known = derived.get(x.data)
  if (known === undefined) return make
  const ask = Effect.suspend(() => {
    const there = known.normalized.get(variant)
    return there === undefined
      ? Effect.tap(make, (made) => Effect.sync(() => known.normalized.set(variant, made)))
      : Effect.succeed(there)
  })
  // A synchronous run cannot wait for one that has given way: it makes its own.
  return Effect.flatMap(
    Scheduler.Scheduler,
    ({ executionMode }) => executionMode === "sync" ? ask : known.lock.withPermits(1)(ask)
  )
}
