/**
 * Greedy k-center: always the item farthest from everything chosen.
 */
import { Frame, Neighbors, type Part, PartFailed, Select } from "@marginalia/core"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { inSpace, type Space, space, type SpaceOptions, tilesIn } from "../space.ts"

const options = Schema.Struct({ space })

const definition = Select.define({
  name: "k-center",
  summary: "farthest first: always the candidate farthest from what is labeled or picked",
  source:
    "Gonzalez 1985; Sener & Savarese 2018, Active learning for convolutional neural networks: a core-set approach",
  options,
  needs: (settings): ReadonlyArray<Space> => [settings.space],
  tiles: ["embedding"],
  pick: (settings) => (frame: Frame.Any) =>
    Effect.gen(function*() {
      const asked = {
        centers: Frame.concat(frame.labeled, frame.picked),
        candidates: frame.candidates,
        budget: frame.budget
      }
      const tiles = tilesIn(frame, settings.space)
      const { distances, picks } = tiles === undefined
        ? yield* Neighbors.farthestFirst({ ...asked, matrix: inSpace(frame, settings.space) })
        : yield* Effect.mapError(Neighbors.farthestOver({ ...asked, tiles }), PartFailed.from("k-center"))
      return { positions: picks, scores: distances }
    })
})

/**
 * Which items, with what is labeled, leave no item far from a labeled one? Farthest first by Euclidean distance: each
 * pick is the candidate farthest from everything labeled or picked, so the radius is at most twice the best possible.
 * The score is that distance, at the time of the pick. With nothing labeled the first pick is the candidate nearest to
 * the pool's mean. Ties go to the smaller position. O(N d) a pick, O(N) memory; distances that decide are float64.
 *
 * Needs `embedding`.
 *
 * Source: Gonzalez 1985; Sener & Savarese 2018, Active learning for convolutional neural networks: a core-set approach.
 */
export const kCenter = definition as Part.Maker<
  <const S extends Space = "embedding">(options?: SpaceOptions<S>) => Select.Select<S>,
  Select.Select<Space>
>
