import { Recipe, Strategy } from "@marginalia/core"
import * as Schema from "effect/Schema"
import { top } from "../select/top.ts"
import { leastConfidence } from "../uncertainty/least-confidence.ts"
import { ties, type TiesOptions } from "../uncertainty/options.ts"

/**
 * Least confidence (Lewis & Gale 1994): the items of whose class the model is least sure.
 *
 * Needs `probability`. Cold start: Needs a model: probability. The round loop replaces it by random while nothing is
 * labeled. O(N C) time, O(N) memory.
 *
 * Source: Lewis & Gale 1994, A sequential algorithm for training text classifiers, SIGIR.
 */
export const leastConfidenceSampling: Recipe.Maker<TiesOptions, "probability"> = Recipe.define({
  name: "least-confidence",
  options: Schema.Struct({ ties }),
  about: {
    summary:
      "The items whose most probable class is least probable. On a maximum-separation network's probability: MSAL's LeastConf(MSAL).",
    paper: "Lewis & Gale 1994, A sequential algorithm for training text classifiers, SIGIR",
    equation: "argmax_x 1 − max_c p(c | x)",
    profile: "paper",
    deviations: [
      "Ties go to the smaller position, or with ties=seeded to a draw."
    ],
    coldStart: "Needs a model: probability. The round loop replaces it by random while nothing is labeled.",
    complexity: "O(N C) time, O(N) memory."
  },
  build: ({ ties }) => Strategy.make(top(leastConfidence(), { ties }))
})
