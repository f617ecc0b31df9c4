import { Recipe, Strategy } from "@marginalia/core"
import * as Schema from "effect/Schema"
import { variance } from "../regression/variance.ts"
import { top } from "../select/top.ts"
import { ties, type TiesOptions } from "../uncertainty/options.ts"

/**
 * Query by committee for regression (RayChaudhuri & Hamey 1995): the items whose predicted numbers vary most over passes.
 *
 * Needs `estimate`. Cold start: Needs a model with a dropout layer (or a committee): estimate, with two columns or more. O(N T) time,
 * O(N) memory.
 *
 * Source: RayChaudhuri & Hamey 1995, Minimisation of data collection by active learning, ICNN; Burbidge, Rowland & King 2007, Active
 * learning for regression based on query by committee, IDEAL.
 */
export const varianceSampling: Recipe.Maker<TiesOptions, "estimate"> = Recipe.define({
  name: "variance",
  options: Schema.Struct({ ties }),
  about: {
    summary: "The items whose predicted numbers vary most over stochastic passes, or among a committee's members.",
    paper:
      "RayChaudhuri & Hamey 1995, Minimisation of data collection by active learning, ICNN; Burbidge, Rowland & King " +
      "2007, Active learning for regression based on query by committee, IDEAL",
    equation: "argmax_x 1/T Σ_t (f_t(x) − mean_t f_t(x))²",
    profile: "paper",
    deviations: ["Ties go to the smaller position, or with ties=seeded to a draw."],
    coldStart: "Needs a model with a dropout layer (or a committee): estimate, with two columns or more.",
    complexity: "O(N T) time, O(N) memory."
  },
  build: ({ ties }) => Strategy.make(top(variance(), { ties }))
})
