import { Recipe, Strategy } from "@marginalia/core"
import * as Schema from "effect/Schema"
import { labelUncertainty, over } from "../multi-label/label-uncertainty.ts"
import { top } from "../select/top.ts"
import { ties, type TiesOptions } from "../uncertainty/options.ts"

/** What {@link multiLabelEntropy} takes. */
export interface MultiLabelEntropyOptions extends TiesOptions {
  /** How an item's number comes of its labels': max, the least sure label alone; mean; or sum. Default "sum". */
  readonly over?: "max" | "mean" | "sum"
}

/**
 * Entropy over several labels: the items whose set of labels the model's guess is most spread out over.
 *
 * Needs `labelProbability`. Cold start: Needs a model: labelProbability. The round loop replaces it by random while nothing is
 * labeled. O(N K) time for K labels, O(N) memory.
 *
 * Source: Settles 2009, Active learning literature survey, section 3.1; Shannon 1948: the entropies of independent labels add up.
 */
export const multiLabelEntropy: Recipe.Maker<MultiLabelEntropyOptions, "labelProbability"> = Recipe.define({
  name: "multi-label-entropy",
  options: Schema.Struct({ over: over("sum"), ties }),
  about: {
    summary: "Where an item may have several labels: the items whose labels' entropies have the highest sum.",
    paper:
      "Settles 2009, Active learning literature survey, section 3.1; Shannon 1948: the entropies of independent labels add up",
    equation:
      "argmax_x Σ_k −p_k log p_k − (1 − p_k) log(1 − p_k), in nats, 0 log 0 = 0; over=mean or max: over the labels k",
    profile: "paper",
    deviations: [
      "The sum is the entropy of the set of labels if the labels are independent, which they mostly are not.",
      "Ties go to the smaller position, or with ties=seeded to a draw."
    ],
    coldStart: "Needs a model: labelProbability. The round loop replaces it by random while nothing is labeled.",
    complexity: "O(N K) time for K labels, O(N) memory."
  },
  build: ({ over, ties }) => Strategy.make(top(labelUncertainty({ measure: "entropy", over }), { ties }))
})
