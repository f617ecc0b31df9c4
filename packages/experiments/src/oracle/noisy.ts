/**
 * An annotator who errs, and errs the same way when asked again.
 */
import { InvalidOptions } from "@marginalia/core"
import { Oracle } from "@marginalia/core/Oracle"
import * as Rng from "@marginalia/core/Rng"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { checkLabels, labelAt } from "./known.ts"

/** What a noisy annotator is made of. */
export interface Noisy {
  /** The true class of each item, by position; −1 is declined. */
  readonly labels: ArrayLike<number>
  /** Row c: how likely an item of class c is called each of the classes. Rows sum to one. */
  readonly confusion: ReadonlyArray<ReadonlyArray<number>>
  /** What the errors are drawn from. */
  readonly seed: number
}

const PART = "noisy labels"

const checkRow = (row: ReadonlyArray<number>, c: number, classes: number): void => {
  const fail = (what: string, value: unknown, expected: string) => {
    const problem = `row ${c} of the confusion matrix ${what}`
    throw new InvalidOptions({ part: PART, path: `confusion.${c}`, reason: { _tag: "Own", problem, value, expected } })
  }
  if (row.length !== classes) {
    const what = `has ${row.length} numbers and there are ${classes} rows; make it square`
    fail(what, row.length, `${classes} numbers`)
  }
  const wrong = row.findIndex((share) => !(share >= 0))
  if (wrong >= 0) fail(`holds ${row[wrong]}; it takes numbers from 0`, row[wrong], "numbers from 0")
  const sum = row.reduce((a, b) => a + b, 0)
  if (Math.abs(sum - 1) > 1e-9) fail(`sums to ${sum}; it must sum to 1`, sum, "a sum of 1")
}

const check = ({ confusion, labels }: Noisy): void => {
  checkLabels(PART, labels)
  confusion.forEach((row, c) => checkRow(row, c, confusion.length))
  const at = Array.from(labels).findIndex((label) => label >= confusion.length)
  if (at < 0) return
  const value = labels[at], rows = confusion.length
  const problem = `position ${at} is of class ${value}, which has no row; the confusion matrix has ${rows}`
  const reason = { _tag: "Own", problem, value, expected: `a class below ${rows}` } as const
  throw new InvalidOptions({ part: PART, path: `labels.${at}`, reason })
}

/** The first class at which the running sum of the row exceeds `u`; never one of probability 0. */
const draw = (row: ReadonlyArray<number>, u: number): number => {
  let sum = 0
  const found = row.findIndex((share) => (sum += share) > u)
  return found < 0 ? row.findLastIndex((share) => share > 0) : found
}

/**
 * What if the annotator errs? Tells a class drawn from the row of the true class in a confusion matrix.
 *
 * The draw depends on the seed and the position alone, so that an item is called the same in every round, by every
 * strategy, and after a resume. Throws `InvalidOptions` on a matrix that is not square, a row that does not sum to one,
 * or labels without a row.
 */
export const noisyLabels = (options: Noisy): Layer.Layer<Oracle> => {
  check(options)
  const { confusion, labels, seed } = options
  const key = Rng.derive(Rng.fromSeed(seed), "noisy labels")
  const tell = (position: number) =>
    Effect.map(
      labelAt(labels, position),
      (truth) => truth < 0 ? -1 : draw(confusion[truth]!, Rng.uniform(key, position))
    )
  return Layer.succeed(Oracle, {
    label: ({ positions }) => Effect.map(Effect.forEach(positions, tell), (labels) => ({ labels }))
  })
}
