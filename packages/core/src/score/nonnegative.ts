/**
 * Some parts multiply by a score, take its logarithm or use it as a weight: for them a negative score turns the order
 * round.
 */
import * as Effect from "effect/Effect"
import type { Column } from "../Columns.ts"
import { PartFailed, type SelectionError } from "../Errors.ts"
import type * as Frame from "../Frame.ts"
import * as Spec from "../Spec.ts"
import type * as Score from "./score.ts"

const refusal = (part: string, spec: Spec.Spec, value: number, position: number): PartFailed => {
  const text = Spec.print(spec)
  const problem =
    `it takes a score that is not negative, and ${text} is ${value} at position ${position}; take another, ` +
    `such as entropy or margin(offset=1), or its ranks, rank(${text})`
  return new PartFailed({ part, problem, reason: "Value", value, expected: "a score from 0", position })
}

/**
 * A `score`'s values on a `frame`, for a part that takes none below 0. Fails with `PartFailed` that names the `part`,
 * the score, the value and what to take instead, and as the score fails ({@link SelectionError}). Undefined scores
 * (NaN) pass.
 */
export const nonnegative = <N extends Column, R>(
  part: string,
  score: Score.Score<N, R>,
  frame: Frame.Any
): Effect.Effect<Float64Array, SelectionError, R> =>
  Effect.flatMap(score.of(frame), (values) => {
    const at = frame.candidates.find((position) => values[position]! < 0)
    return at === undefined ? Effect.succeed(values) : Effect.fail(refusal(part, score.spec, values[at]!, at))
  })
