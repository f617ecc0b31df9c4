/**
 * Items in the shape that a model takes.
 */
import { UsageProblem } from "@marginalia/datasets/problems"
import type { AnyItems, Model } from "@marginalia/models/training"
import * as Effect from "effect/Effect"

const sizeOf = (shape: ReadonlyArray<number>): number => shape.reduce((size, n) => size * n, 1)
const text = (shape: ReadonlyArray<number>): string => shape.length === 1 ? `${shape[0]} numbers` : shape.join(" × ")

/** The items, vectors of the right length as the images that they are. Fails with `UsageProblem` for another shape. */
export const fitting = ({ built: { input } }: Model, items: AnyItems): Effect.Effect<AnyItems, UsageProblem> => {
  if (items.shape.join() === input.join()) return Effect.succeed(items)
  if ((items.shape.length === 1 || input.length === 1) && sizeOf(items.shape) === sizeOf(input)) {
    return Effect.succeed({ ...items, shape: input })
  }
  const problem = `the model takes items of ${text(input)}, and these have ${text(items.shape)}`
  return Effect.fail(new UsageProblem({ problem, hint: "give it items like those it was trained on" }))
}
