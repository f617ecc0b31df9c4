/**
 * How near an item is to the center of its own cluster.
 */
import { type Frame, Kernels, type Matrix, type Part, Partition, Score } from "@marginalia/core"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { inSpace, type Space, space, type SpaceOptions } from "../space.ts"
import { inBlocks } from "../uncertainty/blocks.ts"

const options = Schema.Struct({ space })

const ownDistance = (x: Matrix.Matrix, position: number, centers: Matrix.Matrix64, cluster: number): number => {
  let sum = 0
  for (let j = 0; j < x.cols; j++) sum += (x.data[position * x.cols + j]! - centers.data[cluster * x.cols + j]!) ** 2
  return Math.sqrt(sum)
}

/** Elementary steps a number of a row. */
const COST = 4

const definition = Score.define({
  name: "proximity",
  summary: "minus the distance to the center of the item's cluster",
  options,
  needs: (settings): ReadonlyArray<Space | "cluster"> => [settings.space, "cluster"],
  of: (settings) => (frame: Frame.Any) =>
    Effect.gen(function*() {
      const matrix = inSpace(frame, settings.space)
      const clusters = frame.cluster!
      const centers = yield* Partition.findCenters(clusters, matrix)
      const scores = new Float64Array(frame.candidates.length)
      yield* inBlocks(frame.candidates.length, COST * matrix.cols, (from, to) => {
        for (let at = from; at < to; at++) {
          const position = frame.candidates[at]!, cluster = clusters.assignment[position]!
          scores[at] = cluster < 0 ? -Infinity : -ownDistance(matrix, position, centers, cluster)
        }
      })
      yield* Kernels.breathe(frame.size)
      return Score.scatter(frame, scores)
    })
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
