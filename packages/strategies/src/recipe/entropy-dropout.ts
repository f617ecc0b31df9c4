import { Recipe, Strategy } from "@marginalia/core"
import * as Schema from "effect/Schema"
import { top } from "../select/top.ts"
import { entropyDropout } from "../uncertainty/mc-entropy.ts"
import { ties, type TiesOptions } from "../uncertainty/options.ts"

/**
 * Entropy of the mean over dropout passes (MSAL's EntropyD): the same as mc-entropy.
 *
 * Needs `passes`. Cold start: Needs a model with a dropout layer (or a committee): passes. The round loop replaces it
 * by random while nothing is labeled. O(T N C) time, O(N) memory beside the passes.
 *
 * Source: Gal & Ghahramani 2016, Dropout as a Bayesian approximation, ICML; Zhan et al. 2022 (DeepAL+),
 * EntropySamplingDropout.
 */
export const entropyDropoutSampling: Recipe.Maker<TiesOptions, "passes"> = Recipe.define({
  name: "entropy-dropout",
  options: Schema.Struct({ ties }),
  about: {
    summary:
      "The items whose mean class probabilities over stochastic passes have the highest entropy: the same as mc-entropy.",
    paper:
      "Gal & Ghahramani 2016, Dropout as a Bayesian approximation, ICML; Zhan et al. 2022 (DeepAL+), EntropySamplingDropout",
    equation: "argmax_x −Σ_c p̄_c log p̄_c, p̄ = 1/T Σ_t p_t",
    profile: "paper",
    deviations: [
      "The number of passes is the caller's; DeepAL+ takes 10, deep-al 25.",
      "A model without a dropout layer is refused where passes are made; DeepAL+'s networks have none."
    ],
    coldStart:
      "Needs a model with a dropout layer (or a committee): passes. The round loop replaces it by random while nothing is labeled.",
    complexity: "O(T N C) time, O(N) memory beside the passes."
  },
  build: ({ ties }) => Strategy.make(top(entropyDropout(), { ties }))
})
