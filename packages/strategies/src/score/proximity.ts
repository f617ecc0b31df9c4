/**
 * How near an item is to the center of its own cluster.
 */
import { type Frame, Kernels, type Part, Score } from "@marginalia/core"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { proximities, sourceOf } from "../slices.ts"
import { type Space, space, type SpaceOptions } from "../space.ts"

const NAME = "proximity"

const definition = Score.define({
  name: NAME,
  summary: "minus the distance to the center of the item's cluster",
  options: Schema.Struct({ space }),
  needs: (settings): ReadonlyArray<Space | "cluster"> => [settings.space, "cluster"],
  tiles: ["embedding"],
  of: (settings) => (frame: Frame.Any) =>
    Effect.tap(
      proximities(NAME, frame as Frame.Frame<"cluster">, sourceOf(frame, settings.space)),
      () => Kernels.breathe(frame.size)
    )
})

/**
 * How near is an item to the center of its cluster? Minus the Euclidean distance, in float64; −∞ for an item in no
 * cluster. `space` says where: in the embedding or in the classifier's features.
 *
 * Needs `embedding` and `cluster`.
 */
export const proximity = definition as Part.Maker<
  <const S extends Space = "embedding">(options?: SpaceOptions<S>) => Score.Score<S | "cluster">,
  Score.Score<Space | "cluster">
>
