import { Recipe, Strategy } from "@marginalia/core"
import { byRelevance, type FalcunOptions, options } from "../batch/by-relevance.ts"

/**
 * Falcun (Gilhuber et al. 2024): draws of what the model is unsure of, and what is unlike the picks in its probabilities.
 *
 * Needs `probability`. Cold start: Needs a model: probability. O(N C) a pick, O(N) memory.
 *
 * Source: Gilhuber, Beer, Ma & Seidl 2024, FALCUN: a simple and efficient deep active learning strategy, ECML PKDD.
 */
export const falcun: Recipe.Maker<FalcunOptions, "probability"> = Recipe.define({
  name: "falcun",
  options,
  about: {
    summary:
      "Items drawn for how unsure the model is of them and how unlike the picks they are, in probabilities alone.",
    paper: "Gilhuber, Beer, Ma & Seidl 2024, FALCUN: a simple and efficient deep active learning strategy, ECML PKDD",
    equation: "u = 1 − (p₁ − p₂), D = u; draw x ∝ (u + D)^γ; then D ← min(D, ‖p_x − p_q‖₁), rescaled to [0, 1]",
    profile: "paper",
    deviations: [
      "Where all distances are equal they become 0, and uncertainty alone decides; where that is 0 too, all are drawn alike.",
      "D is rescaled over all candidates, the picks (whose distance is 0) among them."
    ],
    coldStart: "Needs a model: probability.",
    complexity: "O(N C) a pick, O(N) memory."
  },
  build: (settings) => Strategy.make(byRelevance(settings))
})
