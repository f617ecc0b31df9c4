/**
 * What a model says of items, in whatever form `predict` gives it, as columns.
 */
import * as Effect from "effect/Effect"
import type { Columns, Factors } from "../Columns.ts"
import type { InvalidQuery } from "../Errors.ts"
import { LearnerError } from "../Learner.ts"
import * as Matrix from "../Matrix.ts"
import * as Pool from "../Pool.ts"
import { describe } from "../ports/call.ts"
import { isMatrix } from "./pool.ts"

/** Numbers, a row an item: a matrix, or an array of rows. */
export type Table = Matrix.Matrix | ReadonlyArray<ArrayLike<number>>

/**
 * What a model says of n items: the probabilities of the C classes (n × C, rows that sum to 1), or these and what else the
 * strategy asks for, by the names of its columns.
 */
export type Output = Table | {
  /** n × C, rows that sum to 1. */
  readonly probability: Table
  /** T of them, n × C each: dropout passes, or the members of a committee. */
  readonly passes?: ReadonlyArray<Table>
  /** n × any width: the activations before the last layer. */
  readonly feature?: Table
  /** n × (C − 1), of a maximum-separation network. */
  readonly projection?: Table
  /** n × any width: an embedding that the model itself learns. */
  readonly embedding?: Table
  /** The factors of BADGE's gradient embedding, n × C and n × width. */
  readonly gradient?: Factors
}

const failed = (problem: string, cause: unknown): LearnerError => LearnerError.failed(cause, problem)

const tableOf = (name: string, value: unknown): Matrix.Matrix => {
  if (isMatrix(value)) return value
  if (!Array.isArray(value)) {
    throw failed(`predict gave ${describe(value)} as ${name}; it must be rows of numbers`, value)
  }
  try {
    return Matrix.fromRows(value as ReadonlyArray<ArrayLike<number>>)
  } catch (cause) {
    throw failed(`predict gave a ${name} that is no table: ${cause instanceof Error ? cause.message : ""}`, cause)
  }
}

const columnOf = (name: string, value: unknown): unknown => {
  if (name === "gradient") return value
  if (name !== "passes") return tableOf(name, value)
  if (!Array.isArray(value)) {
    throw failed(`predict gave ${describe(value)} as passes; it must be a list of tables`, value)
  }
  return value.map((pass) => tableOf("pass", pass))
}

const read = (output: unknown): Partial<Columns> => {
  if (Array.isArray(output) || isMatrix(output)) return { probability: tableOf("probability", output) }
  if (typeof output !== "object" || output === null || !("probability" in output)) {
    const due = "it must give the probabilities, a row an item, or { probability, … }"
    throw failed(`predict gave ${describe(output)}; ${due}`, output)
  }
  const given = Object.entries(output).filter(([, value]) => value !== undefined)
  return Object.fromEntries(given.map(([name, value]) => [name, columnOf(name, value)]))
}

/**
 * The columns of an output for `rows` items of `classes` classes. Fails with `LearnerError` where it has no such form or
 * another number of rows or classes, with {@link InvalidQuery} where its numbers make no sense.
 */
export const columnsOf = (
  output: unknown,
  rows: number,
  classes: number
): Effect.Effect<Partial<Columns> & Pick<Columns, "probability">, LearnerError | InvalidQuery> =>
  Effect.gen(function*() {
    const columns = yield* Effect.try({ try: () => read(output), catch: (error) => error as LearnerError })
    const probability = columns.probability!
    if (probability.rows !== rows || probability.cols !== classes) {
      const due = `${rows} × ${classes} are due, a row an item and a column a class`
      return yield* failed(`predict gave ${probability.rows} × ${probability.cols} probabilities; ${due}`, output)
    }
    yield* Pool.make({ ...columns, size: rows } as Pool.Input)
    return { ...columns, probability }
  })

/** The likeliest class of each row; of equally likely ones the first. */
export const likeliest = ({ cols, data, rows }: Matrix.Matrix): Int32Array =>
  Int32Array.from({ length: rows }, (_, i) => {
    let best = 0
    for (let c = 1; c < cols; c++) if (data[i * cols + c]! > data[i * cols + best]!) best = c
    return best
  })
