/**
 * The port to whoever learns from the labels.
 */
import * as Context from "effect/Context"
import * as Data from "effect/Data"
import type * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import type { Classifier } from "./Classifier.ts"
import * as Message from "./Message.ts"
import type { PseudoLabel } from "./Select.ts"

/**
 * Training failed, or the trained model gave something other than classes; then `output` says where, `expected` and `given`
 * how many there should be and are, and `position`, `value` and `range` which is wrong and what is allowed.
 */
export class LearnerError extends Data.TaggedError("LearnerError")<{
  readonly problem: Message.Message
  readonly output?: "model" | "test" | "pool"
  readonly expected?: number
  readonly given?: number
  readonly position?: number
  readonly value?: unknown
  readonly range?: string
  readonly cause?: unknown
}> {
  readonly exitCode = 1
  get says(): Message.Message {
    return this.problem
  }
  override get message(): string {
    return Message.toCode(this.says)
  }
}

/** What there is to learn from: labeled positions in the order in which they were labeled, and their classes. */
export interface TrainingSet {
  /** The round of the experiment, from 0. */
  readonly round: number
  /** What the training's random numbers follow from: the experiment's seed. */
  readonly seed: number
  /** The labeled positions, in the order in which they were labeled. */
  readonly positions: Uint32Array
  /** The class of each of `positions`, from 0. */
  readonly labels: Int32Array
  /** Guesses that count as labels in this round only (CEAL). */
  readonly pseudo: ReadonlyArray<PseudoLabel>
}

/**
 * True and predicted classes of the test items, in the same order, from 0. A true class of −1 is not known: such an item
 * is left out of every metric.
 */
export interface Evaluation {
  /** The true class of each test item; −1 where nobody knows it. */
  readonly actual: Int32Array
  /** The class that the model gives each test item. */
  readonly predicted: Int32Array
}

/** A trained model, which lives as long as its scope. */
export interface Trained {
  /** What it says of the pool, for strategies that ask. */
  readonly classifier: Classifier["Service"]
  /** How it does on the test items. Fails with {@link LearnerError} where it cannot be asked. */
  readonly test: Effect.Effect<Evaluation, LearnerError>
  /**
   * The class, from 0, that it gives each item of the pool, by position. Fails with {@link LearnerError} where it
   * cannot be asked.
   */
  readonly pool: Effect.Effect<Int32Array, LearnerError>
}

/**
 * The learner of an experiment, as a service: `fit` trains a model on the labels of a round.
 *
 * The trained model lives in the caller's scope; its memory is freed when the scope closes. `fit` fails with {@link
 * LearnerError}. `@marginalia/models/training` has learners on networks; a test's own is `Layer.succeed(Learner, { fit
 * })`.
 */
export class Learner extends Context.Service<Learner, {
  readonly fit: (set: TrainingSet) => Effect.Effect<Trained, LearnerError, Scope.Scope>
}>()("@marginalia/core/Learner") {}
