/**
 * The port to whoever learns from the labels.
 */
import * as Context from "effect/Context"
import * as Data from "effect/Data"
import type * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import type { Classifier } from "./Classifier.ts"
import * as Message from "./Message.ts"
import { describe } from "./ports/call.ts"
import type { PseudoLabel } from "./Select.ts"

/** A list of classes that a learner gives: the test items' true and predicted classes, or those of the pool. */
export type ClassList = "actual" | "predicted" | "pool"

/** Why a learner gave no model, or its model no classes. */
export type LearnerProblem =
  /** Training failed, or asking the model: `problem` says it in words, and `cause` is the error, or what came instead of an Effect. */
  | { readonly _tag: "Failed"; readonly problem: Message.Message; readonly cause: unknown }
  /** `value` came where a model is due. */
  | { readonly _tag: "NoModel"; readonly value: unknown }
  /** The model has `value` as its `output`, where an Effect is due. */
  | { readonly _tag: "NoEffect"; readonly output: "test" | "pool" | "measured"; readonly value: unknown }
  /** `value` came where a list of classes is due. */
  | { readonly _tag: "NoList"; readonly list: ClassList; readonly value: unknown }
  /** There are `given` classes in the list, and `expected` items. */
  | {
    readonly _tag: "WrongCount"
    readonly list: "predicted" | "pool"
    readonly given: number
    readonly expected: number
  }
  /** `value`, at `index` of the list (of the pool, the item's position), is no whole number from `least` to `most`. */
  | {
    readonly _tag: "UnknownClass"
    readonly list: ClassList
    readonly index: number
    readonly value: unknown
    readonly least: number
    readonly most: number
  }
  /** `value` came where numbers by name are due, with how many test items they are of. */
  | { readonly _tag: "NoMeasures"; readonly value: unknown }
  /** What the learner gave threw `cause` when it was looked at. */
  | { readonly _tag: "Unreadable"; readonly cause: unknown }

const lists: { readonly [list in ClassList]: string } = {
  actual: "the test items' true classes",
  predicted: "the test items' predicted classes",
  pool: "the pool's predicted classes"
}

const dues = {
  predicted: ["predicted classes", "one for each test item"],
  pool: ["predicted classes of the pool", "one for each item"]
} as const

const sentence = (reason: LearnerProblem): Message.Message => {
  switch (reason._tag) {
    case "Failed":
      return reason.problem
    case "NoModel":
      return `the learner gave ${describe(reason.value)}; it must give a model: { classifier, test, pool }`
    case "NoEffect":
      return `the learner's model has ${describe(reason.value)} as ${reason.output}, where an Effect is due`
    case "NoList":
      return `the learner gave ${describe(reason.value)} as ${lists[reason.list]}; it must be a list of classes`
    case "WrongCount": {
      const [what, why] = dues[reason.list]
      return `the learner gave ${reason.given} ${what}; there must be ${reason.expected}, ${why}`
    }
    case "UnknownClass": {
      const { index, least, list, most, value } = reason
      const range = `a whole number from ${least} to ${most}`
      return `${lists[list]}: the learner says ${describe(value)} of item ${index}; a class is ${range}`
    }
    case "NoMeasures":
      return `the learner gave ${
        describe(reason.value)
      } as what it measured; it must give { measures, tested }, numbers by name`
    case "Unreadable":
      return `what the learner gave cannot be read: ${String(reason.cause)}`
  }
}

/**
 * Training failed, or the trained model gave something other than classes; `reason` says which, with what was found and what
 * is due. A learner of one's own fails with `Failed`.
 */
export class LearnerError extends Data.TaggedError("LearnerError")<{ readonly reason: LearnerProblem }> {
  readonly exitCode = 1
  /** The error of a learner that failed with `cause`, told by `problem` (default: what the cause says). */
  static failed(cause: unknown, problem: Message.Message = Message.of(cause)): LearnerError {
    return new LearnerError({ reason: { _tag: "Failed", problem, cause } })
  }
  get says(): Message.Message {
    return sentence(this.reason)
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
  /**
   * Where labels are sets or numbers, what was measured on the test items; `test` and `pool` are not asked then. Fails with {@link
   * LearnerError} where it cannot be asked. Default none: labels are classes.
   */
  readonly measured?: Effect.Effect<Measured, LearnerError>
}

/** What was measured of a model on its test items: numbers by name, and how many items they were measured on. */
export interface Measured {
  /** By name: `microF1`, `r2`. */
  readonly measures: { readonly [name: string]: number }
  /** How many test items they are of. */
  readonly tested: number
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
