import { type Part, Recipe, Strategy } from "@marginalia/core"
import * as Schema from "effect/Schema"
import { greedySampling } from "../regression/greedy-sampling.ts"
import { type Space, space, type SpaceOptions } from "../space.ts"

const definition = Recipe.define({
  name: "igs",
  options: Schema.Struct({ space }),
  about: {
    summary:
      "Improved greedy sampling: always the item that is farthest from every label in vector times predicted number.",
    paper:
      "Wu, Lin & Huang 2019, Active learning for regression using greedy sampling, Information Sciences 474, arXiv " +
      "1808.04245",
    equation: "argmax_n min_m ‖x_n − x_m‖ · |f(x_n) − y_m|, m over the labeled and the picked (algorithm 3)",
    profile: "paper",
    deviations: [
      "The paper labels one item at a time and trains again; in a batch the number of an item that is picked already is its prediction.",
      "The paper takes its first items by GSx; in experiments that is `initial` or `coldStart: gsx`."
    ],
    coldStart: "Needs a model: estimate. With nothing labeled the first pick is the item nearest to the pool's mean.",
    complexity: "O(N d (n + b)) time for n labels, O(N) memory."
  },
  build: ({ space }) => Strategy.make(greedySampling({ space }))
})

/**
 * Improved greedy sampling, iGS (Wu, Lin & Huang 2019): always the item that is farthest from every label in vector times predicted
 * number.
 *
 * Needs `embedding` by default, `estimate` and `target`. Cold start: Needs a model: estimate. With nothing
 * labeled the first pick is the item nearest to the pool's mean. O(N d (n + b)) time for n labels, O(N) memory.
 *
 * Source: Wu, Lin & Huang 2019, Active learning for regression using greedy sampling, Information Sciences 474, arXiv 1808.04245.
 */
export const igs = definition as Part.Maker<
  <const S extends Space = "embedding">(options?: SpaceOptions<S>) => Strategy.Strategy<S | "estimate" | "target">,
  Strategy.Strategy<Space | "estimate" | "target">
>
