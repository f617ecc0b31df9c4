/** How long scratch files are there, and what becomes of a read of them that fails. */
import * as Cause from "effect/Cause"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import { DatasetError } from "./errors.ts"

/** Until when scratch files are there. Only {@link withScratch} and {@link scratchIn} give it, so that no failed read is a defect. */
export class ScratchScope extends Context.Service<ScratchScope, Scope.Scope>()("@marginalia/datasets/ScratchScope") {}

/** Scratch files that are made in an effect are there as long as the scope; {@link failingReads} goes around what reads them. */
export const scratchIn =
  (scope: Scope.Scope) => <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, Exclude<R, ScratchScope>> =>
    Effect.provideService(effect, ScratchScope, scope)

const MOST_WRAPPED = 16

/** The failed read that an error is, or that it tells of by its `cause`. */
const lostIn = (error: unknown): DatasetError | undefined => {
  for (let i = 0; i < MOST_WRAPPED && typeof error === "object" && error !== null; i++) {
    if (error instanceof DatasetError && error.reason._tag === "ScratchLost") return error
    error = "cause" in error ? error.cause : undefined
  }
  return undefined
}

const lostOf = (cause: Cause.Cause<unknown>): DatasetError | undefined => {
  for (const reason of cause.reasons) {
    const lost = lostIn(
      Cause.isFailReason(reason) ? reason.error : Cause.isDieReason(reason) ? reason.defect : undefined
    )
    if (lost !== undefined) return lost
  }
  return undefined
}

/**
 * An effect whose reads of scratch files may throw, in the midst of numbers and whatever wraps what its parts throw: it fails with
 * the `DatasetError` that tells why.
 */
export const failingReads = <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E | DatasetError, R> =>
  Effect.catchCause(effect, (cause): Effect.Effect<never, E | DatasetError> => {
    const lost = lostOf(cause)
    return lost === undefined ? Effect.failCause(cause) : Effect.fail(lost)
  })

/**
 * `Effect.scoped` for work with items that may lie in a scratch file, which is gone when the work ends. Fails with `DatasetError`
 * where one cannot be read.
 */
export const withScratch = <A, E, R>(
  effect: Effect.Effect<A, E, R>
): Effect.Effect<A, E | DatasetError, Exclude<R, ScratchScope | Scope.Scope>> =>
  Effect.scoped(Effect.flatMap(Effect.scope, (scope) => scratchIn(scope)(failingReads(effect)))) as Effect.Effect<
    A,
    E | DatasetError,
    Exclude<R, ScratchScope | Scope.Scope>
  >
