/**
 * The line to a process that learns, as the server needs it. `client.ts` has the one of a real process.
 */
import type * as Effect from "effect/Effect"
import type * as Queue from "effect/Queue"
import type * as Scope from "effect/Scope"
import type { FromLearner, Start, ToLearner } from "./protocol.ts"

/** A learner that was started. */
export interface LearnerLine {
  /** Sends a message. Every `Learn` is answered by `Learned` or `Trouble`, unless a newer one replaces it; so is each request. */
  readonly tell: (message: Exclude<ToLearner, Start>) => Effect.Effect<void>
  /** What the learner says, in order. It is begun anew by itself when it crashes; a `Trouble` says so, and when it is `lost`. */
  readonly heard: Queue.Dequeue<FromLearner>
}

/** Starts a learner, which ends with the scope. */
export type StartLearner = (start: Start) => Effect.Effect<LearnerLine, never, Scope.Scope>
