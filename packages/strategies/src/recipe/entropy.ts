import { Recipe, Strategy } from "@marginalia/core"
import * as Schema from "effect/Schema"
import { top } from "../select/top.ts"
import { entropy } from "../uncertainty/entropy.ts"
import { ties, type TiesOptions } from "../uncertainty/options.ts"

/**
 * Entropy (Settles 2009): the items over whose class the model's guess is most spread out.
 *
 * Needs `probability`. Cold start: Needs a model: probability. The round loop replaces it by random while nothing is
 * labeled. O(N C) time, O(N) memory.
 *
 * Source: Settles 2009, Active learning literature survey, section 3.1; Shannon 1948.
 */
export const entropySampling: Recipe.Maker<TiesOptions, "probability"> = Recipe.define({
  name: "entropy",
  options: Schema.Struct({ ties }),
  about: {
    summary:
      "The items whose class probabilities have the highest entropy. On a maximum-separation network's probability: MSAL's Entropy(MSAL).",
    paper: "Settles 2009, Active learning literature survey, section 3.1; Shannon 1948",
    equation: "argmax_x −Σ_c p(c | x) log p(c | x), in nats, 0 log 0 = 0",
    profile: "paper",
    deviations: [
      "Ties go to the smaller position, or with ties=seeded to a draw."
    ],
    coldStart: "Needs a model: probability. The round loop replaces it by random while nothing is labeled.",
    complexity: "O(N C) time, O(N) memory."
  },
  build: ({ ties }) => Strategy.make(top(entropy(), { ties }))
})
