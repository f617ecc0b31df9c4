import { Recipe, Strategy } from "@marginalia/core"
import * as Schema from "effect/Schema"
import { aroundThreshold } from "../select/around-threshold.ts"

/**
 * DIRECT (Nuggehalli et al. 2025), its query half: around the threshold at which labels say that a class ends.
 *
 * Needs `probability`. Cold start: Needs a model: probability. With no labels the thresholds are the model's own. O(C N) time,
 * O(N) memory.
 *
 * Source: Nuggehalli, Zhang, Jain & Nowak 2025, DIRECT: deep active learning under imbalance and label noise, ICML, arXiv
 * 2312.09196.
 */
export const direct = Recipe.define({
  name: "direct",
  options: Schema.Struct({}),
  about: {
    summary:
      "Items next to the threshold at which the labels say that a class ends, an equal share a class, the rarest first.",
    paper:
      "Nuggehalli, Zhang, Jain & Nowak 2025, DIRECT: deep active learning under imbalance and label noise, ICML, " +
      "arXiv 2312.09196",
    equation: "per class k, items by p_k − max p; s* = argmax_s #{labels k before s} − #{other labels before s}; the " +
      "unlabeled items next to s* on both sides",
    profile: "paper",
    deviations: [
      "The half of the paper that finds the threshold by labels of its own, one after the other, is left out: the labels " +
      "there are decide.",
      "Items of which the model says k, all at 0 in the paper's order, stand by their confidence, as in the authors' code.",
      "Classes come by their number of labels; the authors' code takes them in random order in this half."
    ],
    coldStart: "Needs a model: probability. With no labels the thresholds are the model's own.",
    complexity: "O(C N) time, O(N) memory."
  },
  build: () => Strategy.make(aroundThreshold())
})
