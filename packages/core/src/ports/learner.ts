/**
 * What a learner may give: a model, the classes of its test items, the classes of the pool.
 */
import * as Effect from "effect/Effect"
import { type Evaluation, LearnerError, type Trained } from "../Learner.ts"
import { describe } from "./call.ts"
import { firstOutside, isList } from "./numbers.ts"

type Output = NonNullable<LearnerError["output"]>

type Fields = Pick<LearnerError, "expected" | "given" | "position" | "value" | "range">

const refuse = (output: Output, problem: string, fields: Partial<Fields> = {}): never => {
  throw new LearnerError({ ...fields, output, problem })
}

/** A list of whole numbers from `least` to `classes` − 1, as an Int32Array. */
const classesIn = (output: Output, what: string, given: unknown, least: number, classes: number): Int32Array => {
  if (!isList(given)) {
    return refuse(output, `the learner gave ${describe(given)} as ${what}; it must be a list of classes`)
  }
  const wrong = firstOutside(given, least, classes - 1)
  if (wrong === undefined) return given instanceof Int32Array ? given : Int32Array.from(given as ArrayLike<number>)
  const range = `a whole number from ${least} to ${classes - 1}`
  return refuse(output, `${what}: the learner says ${describe(wrong.value)} of item ${wrong.at}; a class is ${range}`, {
    position: wrong.at,
    value: wrong.value,
    range
  })
}

const counted = (output: Output, what: string, given: number, expected: number, why: string): void => {
  if (given === expected) return
  refuse(output, `the learner gave ${given} ${what}; there must be ${expected}, ${why}`, { expected, given })
}

const attempt = <A>(make: () => A): Effect.Effect<A, LearnerError> =>
  Effect.try({
    try: make,
    catch: (cause) =>
      cause instanceof LearnerError
        ? cause
        : new LearnerError({ problem: `what the learner gave cannot be read: ${String(cause)}`, cause })
  })

/**
 * Checks that what a learner has `given` is a model: a classifier, and Effects of its classes. Fails with
 * `LearnerError`.
 */
export const trained = (given: Trained): Effect.Effect<Trained, LearnerError> =>
  attempt(() => {
    const model = given as Partial<Trained> | null | undefined
    if (typeof model?.classifier !== "object" || model.classifier === null) {
      return refuse("model", `the learner gave ${describe(given)}; it must give a model: { classifier, test, pool }`)
    }
    for (const output of ["test", "pool"] as const) {
      if (Effect.isEffect(model[output])) continue
      const problem = `the learner's model has ${describe(model[output])} as ${output}, where an Effect is due`
      return refuse("model", problem, { value: model[output] })
    }
    return given
  })

/**
 * Checks what a learner has `given` as its test items' classes: a true class (−1 where it is not known) and a predicted
 * one for each, below `classes`. Fails with `LearnerError`, naming item, value and range.
 */
export const evaluation = (given: Evaluation, classes: number): Effect.Effect<Evaluation, LearnerError> =>
  attempt(() => {
    const { actual, predicted } = (given as Partial<Evaluation> | null | undefined) ?? {}
    const truth = classesIn("test", "the test items' true classes", actual, -1, classes)
    const guesses = classesIn("test", "the test items' predicted classes", predicted, 0, classes)
    counted("test", "predicted classes", guesses.length, truth.length, "one for each test item")
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
    const found = classesIn("pool", "the pool's predicted classes", given, 0, classes)
    counted("pool", "predicted classes of the pool", found.length, size, "one for each item")
    return found
  })
