import { type Part, Recipe, Strategy } from "@marginalia/core"
import { type BaitOptions, forwardBackward, options } from "../fisher/forward-backward.ts"
import type { Space } from "../space.ts"

const definition = Recipe.define({
  name: "bait",
  options,
  about: {
    summary: "The batch that leaves the last layer least to learn of the pool, by Fisher information.",
    paper:
      "Ash, Goel, Krishnamurthy & Kakade 2021, Gone fishing: neural active learning with Fisher embeddings (BAIT), " +
      "NeurIPS, arXiv 2106.09675; Huseljic, Hahn, Herde, Rauch & Sick 2024, Fast Fishing, arXiv 2404.08981",
    equation:
      "argmin_S tr(F (λI + Σ_{labeled, S} v vᵀ)⁻¹), F = 1/N Σ v vᵀ, v = √(p (1 − p)) x; forward to 2b, back to b",
    profile: "paper",
    deviations: [
      "The last layer is taken to tell the most probable class from the others (Fast Fishing), d² numbers and not (d C)².",
      "form=top-2, the two most probable classes alone, is ours.",
      "Features of which p (1 − p) ‖x‖² is more than 10⁶ λ are refused: double precision loses what would decide.",
      "What is labeled counts as it is; the authors' code weighs it by its share of the labels after the round."
    ],
    coldStart:
      "Needs a model: probability and feature (or embedding). Where the model is sure of everything, the smallest " +
      "positions follow.",
    complexity: "O(N d²) at first and O(N d + d²) a pick; O(N + d²) memory, beside a copy of the candidates' features."
  },
  build: (settings) => Strategy.make(forwardBackward(settings)) as Strategy.Any
})

type Bait = <const S extends Space = "feature">(options?: BaitOptions<S>) => Strategy.Strategy<"probability" | S>

/**
 * BAIT (Ash et al. 2021): the batch that leaves the last layer least to learn of the pool, by Fisher information.
 *
 * Needs `probability` and `feature` by default. Cold start: Needs a model: probability and feature (or embedding). Where the
 * model is sure of everything, the smallest positions follow. O(N d²) at first and O(N d + d²) a pick; O(N + d²) memory,
 * beside a copy of the candidates' features.
 *
 * Source: Ash, Goel, Krishnamurthy & Kakade 2021, Gone fishing: neural active learning with Fisher embeddings (BAIT),
 * NeurIPS, arXiv 2106.09675; Huseljic, Hahn, Herde, Rauch & Sick 2024, Fast Fishing, arXiv 2404.08981.
 */
export const bait = definition as Part.Maker<Bait, Strategy.Any>
