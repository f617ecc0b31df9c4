import { Recipe, Strategy } from "@marginalia/core"
import * as Schema from "effect/Schema"
import { top } from "../select/top.ts"
import { bald } from "../uncertainty/bald.ts"
import { ties, type TiesOptions } from "../uncertainty/options.ts"

/**
 * BALD (Houlsby et al. 2011; Gal et al. 2017): the items whose label tells most about the model.
 *
 * Needs `passes`. Cold start: Needs a model with a dropout layer (or a committee): passes. The round loop replaces it
 * by random while nothing is labeled. O(T N C) time, O(N) memory beside the passes.
 *
 * Source: Houlsby, Huszár, Ghahramani & Lengyel 2011, Bayesian active learning for classification and preference
 * learning, arXiv 1112.5745; Gal et al. 2017, ICML.
 */
export const baldSampling: Recipe.Maker<TiesOptions, "passes"> = Recipe.define({
  name: "bald",
  options: Schema.Struct({ ties }),
  about: {
    summary: "The items whose label has the highest mutual information with the model, over stochastic passes.",
    paper:
      "Houlsby, Huszár, Ghahramani & Lengyel 2011, Bayesian active learning for classification and preference learning, arXiv 1112.5745; Gal et al. 2017, ICML",
    equation: "argmax_x H[1/T Σ_t p_t] − 1/T Σ_t H[p_t]",
    profile: "paper",
    deviations: [
      "The number of passes is the caller's; DeepAL+ takes 10, deep-al 25.",
      "A model without a dropout layer is refused where passes are made; DeepAL+'s networks have none.",
      "Clamped at 0, and exactly 0 where all passes agree."
    ],
    coldStart:
      "Needs a model with a dropout layer (or a committee): passes. The round loop replaces it by random while nothing is labeled.",
    complexity: "O(T N C) time, O(N) memory beside the passes."
  },
  build: ({ ties }) => Strategy.make(top(bald(), { ties }))
})
