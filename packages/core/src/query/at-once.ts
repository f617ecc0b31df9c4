/**
 * An effect run to its end in one go.
 */
import * as Cause from "effect/Cause"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"
import * as Tracer from "effect/Tracer"
import { Asynchronous } from "../Errors.ts"

/** Runs an effect synchronously. Throws what it fails with, and {@link Asynchronous} when it would have to wait. */
export const atOnce = <A, E>(effect: Effect.Effect<A, E>): A => {
  const exit = Effect.runSyncExit(effect)
  if (Exit.isSuccess(exit)) return exit.value
  const error = Cause.squash(exit.cause)
  if (!Cause.isAsyncFiberError(error)) throw error
  const span = Context.getOption(error.fiber.context, Tracer.ParentSpan)
  error.fiber.interruptUnsafe()
  throw new Asynchronous({ part: Option.isSome(span) && span.value._tag === "Span" ? span.value.name : undefined })
}
