/**
 * What a learner may give: a model, the classes of its test items, the classes of the pool.
 */
import * as Effect from "effect/Effect"
import {
  type ClassList,
  type Evaluation,
  LearnerError,
  type LearnerProblem,
  type Measured,
  type Trained
} from "../Learner.ts"
import { firstOutside, isList } from "./numbers.ts"

const refuse = (reason: LearnerProblem): never => {
  throw new LearnerError({ reason })
}

/** A list of whole numbers from `least` to `classes` − 1, as an Int32Array. */
const classesIn = (list: ClassList, given: unknown, least: number, classes: number): Int32Array => {
  if (!isList(given)) return refuse({ _tag: "NoList", list, value: given })
  const most = classes - 1, wrong = firstOutside(given, least, most)
  if (wrong === undefined) return given instanceof Int32Array ? given : Int32Array.from(given as ArrayLike<number>)
  return refuse({ _tag: "UnknownClass", list, index: wrong.at, value: wrong.value, least, most })
}

const counted = (list: "predicted" | "pool", given: number, expected: number): void => {
  if (given !== expected) refuse({ _tag: "WrongCount", list, given, expected })
}

const attempt = <A>(make: () => A): Effect.Effect<A, LearnerError> =>
  Effect.try({
    try: make,
    catch: (cause) =>
      cause instanceof LearnerError
        ? cause
        : new LearnerError({ reason: { _tag: "Unreadable", cause } })
  })

/**
 * Checks that what a learner has `given` is a model: a classifier, and Effects of its classes. Fails with
 * `LearnerError`.
 */
export const trained = (given: Trained): Effect.Effect<Trained, LearnerError> =>
  attempt(() => {
    const model = given as Partial<Trained> | null | undefined
    if (typeof model?.classifier !== "object" || model.classifier === null) {
      return refuse({ _tag: "NoModel", value: given })
    }
    for (const output of ["test", "pool"] as const) {
      const value: unknown = model[output]
      if (!Effect.isEffect(value)) return refuse({ _tag: "NoEffect", output, value })
    }
    return given
  })

const isMeasured = (value: unknown): value is Measured => {
  const { measures, tested } = (value as Partial<Measured> | null | undefined) ?? {}
  const numbers = typeof measures === "object" && measures !== null ? Object.values(measures as object) : []
  return Number.isSafeInteger(tested) && numbers.length > 0 && numbers.every((number) => typeof number === "number")
}

/** Checks what a learner has `given` as what it measured: numbers by name, of so many items. Fails with `LearnerError`. */
export const measured = (given: Measured): Effect.Effect<Measured, LearnerError> =>
  attempt(() => isMeasured(given) ? given : refuse({ _tag: "NoMeasures", value: given }))

/**
 * Checks what a learner has `given` as its test items' classes: a true class (−1 where it is not known) and a predicted
 * one for each, below `classes`. Fails with `LearnerError`, naming item, value and range.
 */
export const evaluation = (given: Evaluation, classes: number): Effect.Effect<Evaluation, LearnerError> =>
  attempt(() => {
    const { actual, predicted } = (given as Partial<Evaluation> | null | undefined) ?? {}
    const truth = classesIn("actual", actual, -1, classes)
    const guesses = classesIn("predicted", predicted, 0, classes)
    counted("predicted", guesses.length, truth.length)
    return { actual: truth, predicted: guesses }
  })

/**
 * Checks what a learner has `given` as the classes of the pool: one for each of `size` items, by position, from 0 to
 * `classes` − 1. Fails with `LearnerError`, naming position, value and range.
 */
export const poolClasses = (
  given: Int32Array,
  size: number,
  classes: number
): Effect.Effect<Int32Array, LearnerError> =>
  attempt(() => {
    const found = classesIn("pool", given, 0, classes)
    counted("pool", found.length, size)
    return found
  })
