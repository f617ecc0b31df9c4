/**
 * Items in the shape that a model takes.
 */
import type { AnyItems } from "@marginalia/datasets/items"
import { UsageProblem } from "@marginalia/datasets/problems"
import * as Effect from "effect/Effect"
import type { Model } from "./Model.ts"

const sizeOf = (shape: ReadonlyArray<number>): number => shape.reduce((size, n) => size * n, 1)
const text = (shape: ReadonlyArray<number>): string => shape.length === 1 ? `${shape[0]} numbers` : shape.join(" × ")

/**
 * The `items` in the shape that a model takes: as they are where they have it, and vectors of as many numbers as its images (or
 * the other way round) read as such, without a copy. Fails with `UsageProblem` for items of another size.
 *
 * @param model - the model, whose `built.input` is the shape: height, width and channels, or the length of a vector
 */
export const fitting = (model: Model, items: AnyItems): Effect.Effect<AnyItems, UsageProblem> => {
  const { input } = model.built
  if (items.shape.join() === input.join()) return Effect.succeed(items)
  if ((items.shape.length === 1 || input.length === 1) && sizeOf(items.shape) === sizeOf(input)) {
    return Effect.succeed({ ...items, shape: input })
  }
  const problem = `the model takes items of ${text(input)}, and these have ${text(items.shape)}`
  const hint = "give it items like those it was trained on"
  return Effect.fail(
    new UsageProblem({
      problem,
      hint,
      value: text(items.shape),
      allowed: [text(input)],
      reason: "Mismatch",
      expected: text(input)
    })
  )
}
