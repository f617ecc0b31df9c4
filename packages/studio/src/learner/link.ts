/**
 * The server's end of the line to the process that learns.
 */
import type * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import type * as Stream from "effect/Stream"
import type { FromLearner, Start, ToLearner } from "./protocol.ts"

/** A process that learns, running. */
export interface LearnerClient {
  /** Tells it something; after it has ended, nothing happens. */
  readonly send: (message: ToLearner) => Effect.Effect<void>
  /** What it says, once, in order; ends when the process ends, however it ends. */
  readonly messages: Stream.Stream<FromLearner>
}

/** Starts a process, tells it what to learn on, and ends it with the scope. Fails with why it cannot be started, in words. */
export type StartLearner = (start: Start) => Effect.Effect<LearnerClient, string, Scope.Scope>
