/**
 * The oracle of a benchmark: all labels are known, and told when asked for.
 */
import { InvalidOptions } from "@marginalia/core"
import { Oracle, OracleError } from "@marginalia/core/Oracle"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"

/** Refuses labels that are not whole numbers from −1. */
export const checkLabels = (part: string, labels: ArrayLike<number>): void => {
  const at = Array.from(labels).findIndex((label) => !Number.isInteger(label) || label < -1)
  if (at < 0) return
  const value = labels[at]
  const problem = `the label ${value} of position ${at} is no class; classes count from 0, and −1 is declined`
  const reason = { _tag: "Own", problem, value, expected: "a whole number from −1" } as const
  throw new InvalidOptions({ part, path: `labels.${at}`, reason })
}

/** The known label of a position. Fails with the reason `NotKnown` for a position that has none. */
export const labelAt = (
  labels: ArrayLike<number>,
  position: number
): Effect.Effect<number, OracleError> =>
  position < labels.length
    ? Effect.succeed(labels[position]!)
    : Effect.fail(new OracleError({ reason: { _tag: "NotKnown", position, size: labels.length } }))

/**
 * What would a perfect annotator say? Tells the known class of each item, by position; −1 is declined. Costs one a
 * label.
 *
 * Throws `InvalidOptions` on labels that are no classes.
 */
export const knownLabels = (labels: ArrayLike<number>): Layer.Layer<Oracle> => {
  checkLabels("known labels", labels)
  return Layer.succeed(Oracle, {
    label: ({ positions }) =>
      Effect.map(
        Effect.forEach(positions, (position) => labelAt(labels, position)),
        (labels) => ({ labels })
      )
  })
}
