/**
 * Some parts multiply by a score, take its logarithm or use it as a weight.
 */
import { type Column, type Frame, PartFailed, type Score, type SelectionError } from "@marginalia/core"
import * as Effect from "effect/Effect"

const refusal = (part: string, score: string, value: number, position: number): PartFailed =>
  new PartFailed({
    part,
    problem: `it takes a score that is not negative, and ${score} is ${value} at position ${position}; ` +
      "take another, such as entropy or margin(offset=1)"
  })

/** A score's values; fails when one is negative. */
export const nonnegative = <N extends Column, R>(
  part: string,
  score: Score.Score<N, R>,
  frame: Frame.Any
): Effect.Effect<Float64Array, SelectionError, R> =>
  Effect.flatMap(score.of(frame), (values) => {
    const at = frame.candidates.find((position) => values[position]! < 0)
    return at === undefined ? Effect.succeed(values) : Effect.fail(refusal(part, score.spec.name, values[at]!, at))
  })
