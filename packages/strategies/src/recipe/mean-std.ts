import { Recipe, Strategy } from "@marginalia/core"
import * as Schema from "effect/Schema"
import { top } from "../select/top.ts"
import { meanStd } from "../uncertainty/mean-std.ts"
import { ties, type TiesOptions } from "../uncertainty/options.ts"

/**
 * Mean standard deviation (Kampffmeyer et al. 2016): the items whose passes scatter most.
 *
 * Needs `passes`. Cold start: Needs a model with a dropout layer (or a committee): passes. The round loop replaces it
 * by random while nothing is labeled. O(T N C) time, O(N) memory beside the passes.
 *
 * Source: Kampffmeyer, Salberg & Jenssen 2016, Semantic segmentation of small objects and modeling of uncertainty in
 * urban remote sensing images, CVPR workshops.
 */
export const meanStdSampling: Recipe.Maker<TiesOptions, "passes"> = Recipe.define({
  name: "mean-std",
  options: Schema.Struct({ ties }),
  about: {
    summary: "The items whose class probabilities scatter most over stochastic passes.",
    paper:
      "Kampffmeyer, Salberg & Jenssen 2016, Semantic segmentation of small objects and modeling of uncertainty in urban remote sensing images, CVPR workshops",
    equation: "argmax_x 1/C Σ_c √(mean_t p_t(c | x)² − (mean_t p_t(c | x))²)",
    profile: "paper",
    deviations: [
      "The number of passes is the caller's; DeepAL+ takes 10, deep-al 25.",
      "A model without a dropout layer is refused where passes are made; DeepAL+'s networks have none."
    ],
    coldStart:
      "Needs a model with a dropout layer (or a committee): passes. The round loop replaces it by random while nothing is labeled.",
    complexity: "O(T N C) time, O(N) memory beside the passes."
  },
  build: ({ ties }) => Strategy.make(top(meanStd(), { ties }))
})
