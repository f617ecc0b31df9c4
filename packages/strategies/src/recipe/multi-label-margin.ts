import { Recipe, Strategy } from "@marginalia/core"
import * as Schema from "effect/Schema"
import { labelUncertainty, over } from "../multi-label/label-uncertainty.ts"
import { top } from "../select/top.ts"
import { ties, type TiesOptions } from "../uncertainty/options.ts"

/** What {@link multiLabelMargin} takes. */
export interface MultiLabelMarginOptions extends TiesOptions {
  /** How an item's number comes of its labels': max, the least sure label alone; mean; or sum. Default "max". */
  readonly over?: "max" | "mean" | "sum"
}

/**
 * Margin over several labels (Brinker 2006): the items with the label of which the model is least sure.
 *
 * Needs `labelProbability`. Cold start: Needs a model: labelProbability. The round loop replaces it by random while nothing is
 * labeled. O(N K) time for K labels, O(N) memory.
 *
 * Source: Brinker 2006, On active learning in multi-label classification, From data and information analysis to knowledge
 * engineering; Esuli & Sebastiani 2009, Active learning strategies for multi-label text classification, ECIR.
 */
export const multiLabelMargin: Recipe.Maker<MultiLabelMarginOptions, "labelProbability"> = Recipe.define({
  name: "multi-label-margin",
  options: Schema.Struct({ over: over("max"), ties }),
  about: {
    summary: "Where an item may have several labels: the items with the smallest margin of any label, or on average.",
    paper: "Brinker 2006, On active learning in multi-label classification, From data and information analysis to " +
      "knowledge engineering; Esuli & Sebastiani 2009, Active learning strategies for multi-label text classification, ECIR",
    equation: "argmax_x max_k 1 − |2 p_k(x) − 1|; over=mean: the mean over the labels k",
    profile: "paper",
    deviations: [
      "Brinker's margin is the distance to a support vector machine's hyperplane; here it is that of a probability to ½.",
      "Ties go to the smaller position, or with ties=seeded to a draw."
    ],
    coldStart: "Needs a model: labelProbability. The round loop replaces it by random while nothing is labeled.",
    complexity: "O(N K) time for K labels, O(N) memory."
  },
  build: ({ over, ties }) => Strategy.make(top(labelUncertainty({ over }), { ties }))
})
