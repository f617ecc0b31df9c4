import { Recipe, Strategy } from "@marginalia/core"
import * as Schema from "effect/Schema"
import { top } from "../select/top.ts"
import { marginDropout } from "../uncertainty/margin-dropout.ts"
import { ties, type TiesOptions } from "../uncertainty/options.ts"

/**
 * Margin of the mean over dropout passes (MSAL's MarginD).
 *
 * Needs `passes`. Cold start: Needs a model with a dropout layer (or a committee): passes. The round loop replaces it
 * by random while nothing is labeled. O(T N C) time, O(N) memory beside the passes.
 *
 * Source: Gal & Ghahramani 2016, Dropout as a Bayesian approximation, ICML; Zhan et al. 2022 (DeepAL+),
 * MarginSamplingDropout.
 */
export const marginDropoutSampling: Recipe.Maker<TiesOptions, "passes"> = Recipe.define({
  name: "margin-dropout",
  options: Schema.Struct({ ties }),
  about: {
    summary: "The items whose two most probable classes are closest, by the mean over stochastic passes.",
    paper:
      "Gal & Ghahramani 2016, Dropout as a Bayesian approximation, ICML; Zhan et al. 2022 (DeepAL+), MarginSamplingDropout",
    equation: "argmin_x p̄(c₁ | x) − p̄(c₂ | x), p̄ = 1/T Σ_t p_t",
    profile: "paper",
    deviations: [
      "The number of passes is the caller's; DeepAL+ takes 10, deep-al 25.",
      "A model without a dropout layer is refused where passes are made; DeepAL+'s networks have none."
    ],
    coldStart:
      "Needs a model with a dropout layer (or a committee): passes. The round loop replaces it by random while nothing is labeled.",
    complexity: "O(T N C) time, O(N) memory beside the passes."
  },
  build: ({ ties }) => Strategy.make(top(marginDropout(), { ties }))
})
