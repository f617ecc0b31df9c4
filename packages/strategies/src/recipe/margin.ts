import { Recipe, Strategy } from "@marginalia/core"
import * as Schema from "effect/Schema"
import { top } from "../select/top.ts"
import { margin } from "../uncertainty/margin.ts"
import { ties, type TiesOptions } from "../uncertainty/options.ts"

/**
 * Margin (Scheffer et al. 2001): the items with the smallest gap between the two most probable classes.
 *
 * Needs `probability`. Cold start: Needs a model: probability. The round loop replaces it by random while nothing is
 * labeled. O(N C) time, O(N) memory.
 *
 * Source: Scheffer, Decomain & Wrobel 2001, Active hidden Markov models for information extraction, IDA.
 */
export const marginSampling: Recipe.Maker<TiesOptions, "probability"> = Recipe.define({
  name: "margin",
  options: Schema.Struct({ ties }),
  about: {
    summary:
      "The items whose two most probable classes are closest. On a maximum-separation network's probability: MSAL's Margin(MSAL).",
    paper: "Scheffer, Decomain & Wrobel 2001, Active hidden Markov models for information extraction, IDA",
    equation: "argmin_x p(c₁ | x) − p(c₂ | x); the score is the gap with its sign turned",
    profile: "paper",
    deviations: [
      "Ties go to the smaller position, or with ties=seeded to a draw."
    ],
    coldStart: "Needs a model: probability. The round loop replaces it by random while nothing is labeled.",
    complexity: "O(N C) time, O(N) memory."
  },
  build: ({ ties }) => Strategy.make(top(margin(), { ties }))
})
