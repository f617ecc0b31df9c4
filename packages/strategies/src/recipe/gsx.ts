import { type Part, Recipe, Strategy } from "@marginalia/core"
import * as Schema from "effect/Schema"
import { kCenter } from "../select/k-center.ts"
import { type Space, space, type SpaceOptions } from "../space.ts"

const definition = Recipe.define({
  name: "gsx",
  options: Schema.Struct({ space }),
  about: {
    summary:
      "Greedy sampling in the inputs: always the item farthest from everything labeled or picked; needs no model.",
    paper:
      "Yu & Kim 2010, Passive sampling for regression, ICDM; Wu, Lin & Huang 2019, Active learning for regression " +
      "using greedy sampling, Information Sciences 474, arXiv 1808.04245",
    equation: "the first: nearest to the mean; then argmax_n min_m ‖x_n − x_m‖, m over the labeled and the picked",
    profile: "paper",
    deviations: ["It is kcenter under the name that it has in regression, and picks the same items."],
    coldStart: "The first pick is the item nearest to the pool's mean.",
    complexity: "O(N d b) time, O(N) memory."
  },
  build: ({ space }) => Strategy.make(kCenter({ space }))
})

/**
 * Greedy sampling in the inputs, GSx (Yu & Kim 2010): always the item farthest from everything labeled or picked.
 *
 * Needs `embedding` by default. Cold start: The first pick is the item nearest to the pool's mean. O(N d b) time, O(N)
 * memory.
 *
 * Source: Yu & Kim 2010, Passive sampling for regression, ICDM; Wu, Lin & Huang 2019, Active learning for regression using
 * greedy sampling, Information Sciences 474, arXiv 1808.04245.
 */
export const gsx = definition as Part.Maker<
  <const S extends Space = "embedding">(options?: SpaceOptions<S>) => Strategy.Strategy<S>,
  Strategy.Strategy<Space>
>
