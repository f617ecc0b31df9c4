import { Options, Recipe, Strategy } from "@marginalia/core"
import * as Schema from "effect/Schema"
import { top } from "../select/top.ts"
import { ties } from "../uncertainty/options.ts"
import { variationRatio } from "../uncertainty/variation-ratio.ts"

const options = Schema.Struct({
  profile: Options.field(
    Schema.Literals(["paper", "official"]),
    "paper",
    "paper: 1 − the share of passes that favor the modal class; official: 1 − the highest mean probability, as DeepAL+"
  ),
  ties
})

/** What {@link variationRatioSampling} takes. */
export interface VariationRatioSamplingOptions {
  /**
   * paper: 1 − the share of passes that favor the modal class; official: 1 − the highest mean probability, as DeepAL+.
   * Default "paper".
   */
  readonly profile?: "paper" | "official"
  /** Who wins among equal scores: the smaller position, or a draw from the seed. Default "position". */
  readonly ties?: "position" | "seeded"
}

/**
 * Variation ratios (Freeman 1965; Gal et al. 2017): the items on whose class the passes agree least.
 *
 * Needs `passes`. Cold start: Needs a model with a dropout layer (or a committee): passes. O(T N C) time, O(N) memory
 * beside the passes.
 *
 * Source: Freeman 1965, Elementary applied statistics; Gal, Islam & Ghahramani 2017, ICML.
 */
export const variationRatioSampling: Recipe.Maker<VariationRatioSamplingOptions, "passes"> = Recipe.define({
  name: "variation-ratio",
  options,
  about: ({ profile }) => ({
    summary: "The items on whose most probable class the stochastic passes agree least.",
    paper: "Freeman 1965, Elementary applied statistics; Gal, Islam & Ghahramani 2017, ICML",
    equation: profile === "paper"
      ? "argmax_x 1 − f_m / T, f_m the passes whose most probable class is the most frequent one"
      : "argmax_x 1 − max_c p̄(c | x), p̄ = 1/T Σ_t p_t",
    profile,
    deviations: profile === "paper"
      ? [
        "A pass's ties go to the smaller class.",
        "The score has at most T values, so ties=seeded is fairer over a pool sorted by class."
      ]
      : ["Follows DeepAL+, whose VarRatio is 1 − the highest probability and ranks as least confidence does."],
    coldStart: "Needs a model with a dropout layer (or a committee): passes.",
    complexity: "O(T N C) time, O(N) memory beside the passes."
  }),
  build: ({ profile, ties }) => Strategy.make(top(variationRatio({ profile }), { ties }))
})
