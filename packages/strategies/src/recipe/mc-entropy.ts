import { Recipe, Strategy } from "@marginalia/core"
import * as Schema from "effect/Schema"
import { top } from "../select/top.ts"
import { mcEntropy } from "../uncertainty/mc-entropy.ts"
import { ties, type TiesOptions } from "../uncertainty/options.ts"

/**
 * Max entropy under dropout (Gal et al. 2017): what SUPClust's list calls DBAL.
 *
 * Needs `passes`. Cold start: Needs a model with a dropout layer (or a committee): passes. The round loop replaces it
 * by random while nothing is labeled. O(T N C) time, O(N) memory beside the passes.
 *
 * Source: Gal, Islam & Ghahramani 2017, Deep Bayesian active learning with image data, ICML.
 */
export const mcEntropySampling: Recipe.Maker<TiesOptions, "passes"> = Recipe.define({
  name: "mc-entropy",
  options: Schema.Struct({ ties }),
  about: {
    summary:
      "The items whose mean class probabilities over stochastic passes have the highest entropy: DBAL in SUPClust's list.",
    paper: "Gal, Islam & Ghahramani 2017, Deep Bayesian active learning with image data, ICML",
    equation: "argmax_x H[y | x] = −Σ_c p̄_c log p̄_c, p̄ = 1/T Σ_t p_t",
    profile: "paper",
    deviations: [
      "The number of passes is the caller's; DeepAL+ takes 10, deep-al 25.",
      "A model without a dropout layer is refused where passes are made; DeepAL+'s networks have none.",
      "Nats; deep-al takes logarithms to base 2, which ranks alike."
    ],
    coldStart:
      "Needs a model with a dropout layer (or a committee): passes. The round loop replaces it by random while nothing is labeled.",
    complexity: "O(T N C) time, O(N) memory beside the passes."
  },
  build: ({ ties }) => Strategy.make(top(mcEntropy(), { ties }))
})
