import { type Part, Recipe, Strategy } from "@marginalia/core"
import * as Schema from "effect/Schema"
import { kCenter } from "../select/k-center.ts"
import { type Space, space, type SpaceOptions } from "../space.ts"

const definition = Recipe.define({
  name: "kcenter",
  options: Schema.Struct({ space }),
  about: {
    summary: "Greedy core-set: always the item farthest from everything labeled or picked.",
    paper: "Sener & Savarese 2018, Active learning for convolutional neural networks: a core-set approach, ICLR",
    equation: "algorithm 1 (k-center-greedy): u = argmax_i min_j Δ(x_i, x_j), j over the labeled and the picked",
    profile: "paper",
    deviations: [
      "The greedy algorithm only; the mixed-integer refinement of the paper's algorithm 2 is not done.",
      "By default over the given embedding; space=feature takes the classifier's penultimate features, as the paper does.",
      "With nothing labeled the first pick is the item nearest to the pool's mean; the paper starts from labeled items."
    ],
    coldStart: "The first pick is the item nearest to the pool's mean.",
    complexity: "O(N d b) time, O(N) memory."
  },
  build: ({ space }) => Strategy.make(kCenter({ space }))
})

/**
 * Greedy core-set (Sener & Savarese 2018): always the item farthest from everything labeled or picked.
 *
 * Needs `embedding` by default. Cold start: The first pick is the item nearest to the pool's mean. O(N d b) time, O(N)
 * memory.
 *
 * Source: Sener & Savarese 2018, Active learning for convolutional neural networks: a core-set approach, ICLR.
 */
export const kCenterSampling = definition as Part.Maker<
  <const S extends Space = "embedding">(options?: SpaceOptions<S>) => Strategy.Strategy<S>,
  Strategy.Strategy<Space>
>
