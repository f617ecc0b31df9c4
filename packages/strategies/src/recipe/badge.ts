import { Recipe, Strategy } from "@marginalia/core"
import * as Schema from "effect/Schema"
import { gradientEmbedding } from "../badge/gradient-embedding.ts"
import { seeding } from "../badge/seeding.ts"

/**
 * BADGE (Ash et al. 2020): k-means++ seeding in the space of the last layer's gradients.
 *
 * Needs `probability` and `feature`. Cold start: Needs a model: probability and feature (or gradient). O(N (C + d)) a
 * pick at most, O(N d) bytes beside the columns.
 *
 * Source: Ash, Zhang, Krishnamurthy, Langford & Agarwal 2020, Deep batch active learning by diverse, uncertain gradient
 * lower bounds, ICLR.
 */
export const badge = Recipe.define({
  name: "badge",
  options: Schema.Struct({}),
  about: {
    summary: "Items whose gradients at the model's own guess are long and far apart, by k-means++ seeding.",
    paper: "Ash, Zhang, Krishnamurthy, Langford & Agarwal 2020, Deep batch active learning by diverse, uncertain " +
      "gradient lower bounds, ICLR",
    equation: "g_x = (p − onehot(argmax p)) ⊗ h(x); seeds drawn with probability ∝ min_j ‖g_x − g_j‖² (algorithm 1)",
    profile: "paper",
    deviations: [
      "The embedding is never built: distances come from its factors.",
      "The first pick is the longest gradient, as in the authors' code; the paper draws it uniformly.",
      "When all remaining gradients coincide with picks, the smallest positions follow."
    ],
    coldStart: "Needs a model: probability and feature (or gradient).",
    complexity: "O(N (C + d)) a pick at most, O(N d) bytes beside the columns."
  },
  build: () => Strategy.make(gradientEmbedding(), seeding())
})
