import { Recipe, Strategy } from "@marginalia/core"
import * as Schema from "effect/Schema"
import { greedySampling } from "../regression/greedy-sampling.ts"

/**
 * Greedy sampling in the outputs, GSy (Wu, Lin & Huang 2019): always the item whose predicted number is farthest from every label.
 *
 * Needs `estimate` and `target`. Cold start: Needs a model: estimate. With nothing labeled the first pick is the item whose
 * prediction is nearest to the mean of all. O(N (n + b)) time for n labels, O(N) memory.
 *
 * Source: Wu, Lin & Huang 2019, Active learning for regression using greedy sampling, Information Sciences 474, arXiv 1808.04245.
 */
export const gsy: Recipe.Maker<object, "estimate" | "target"> = Recipe.define({
  name: "gsy",
  options: Schema.Struct({}),
  about: {
    summary: "Greedy sampling in the outputs: always the item whose predicted number is farthest from every label.",
    paper:
      "Wu, Lin & Huang 2019, Active learning for regression using greedy sampling, Information Sciences 474, arXiv " +
      "1808.04245",
    equation: "argmax_n min_m |f(x_n) − y_m|, m over the labeled and the picked (algorithm 2)",
    profile: "paper",
    deviations: [
      "The paper labels one item at a time and trains again; in a batch the number of an item that is picked already is its prediction.",
      "The paper takes its first items by GSx; in experiments that is `initial` or `coldStart: gsx`."
    ],
    coldStart:
      "Needs a model: estimate. With nothing labeled the first pick is the item whose prediction is nearest to the mean of all.",
    complexity: "O(N (n + b)) time for n labels, O(N) memory."
  },
  build: () => Strategy.make(greedySampling({ of: "output" }))
})
