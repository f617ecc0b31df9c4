import { type Part, Recipe, Strategy } from "@marginalia/core"
import * as Schema from "effect/Schema"
import { fields, nearestToCenter, type NearestToCenterOptions } from "../batch/nearest-to-center.ts"
import { weightedKMeans } from "../batch/weighted-kmeans.ts"
import type { Space } from "../space.ts"
import { entropy } from "../uncertainty/entropy.ts"

const definition = Recipe.define({
  name: "clue",
  options: Schema.Struct(fields),
  about: {
    summary:
      "k-means clusters weighted by the model's entropy, a cluster a pick, and of each the nearest to its center.",
    paper:
      "Prabhu, Chandrasekaran, Saenko & Hoffman 2021, Active domain adaptation via clustering uncertainty-weighted " +
      "embeddings (CLUE), ICCV, arXiv 2010.08666",
    equation:
      "argmin over clusters and centers μ of Σ_k Σ_{x in k} H(Y | x) ‖φ(x) − μ_k‖²; of each cluster the x nearest " +
      "to μ_k",
    profile: "paper",
    deviations: [
      "The largest clusters come first; the paper gives no order.",
      "When there are fewer distinct rows than picks, the items of the highest entropy follow.",
      "The paper's temperature of the softmax is the model's: give probabilities that are calibrated."
    ],
    coldStart:
      "Needs a model: probability and feature (or embedding). A sure model, entropy 0 everywhere, weighs all alike.",
    complexity: "O(N C) for entropies, k-means over the candidates with k = b."
  },
  build: ({ space }) =>
    Strategy.make(weightedKMeans(entropy(), { space }), nearestToCenter(entropy(), { space })) as Strategy.Any
})

type Clue = <const S extends Space = "feature">(
  options?: NearestToCenterOptions<S>
) => Strategy.Strategy<"probability" | S>

/**
 * CLUE (Prabhu et al. 2021): clusters weighted by entropy, of each the item nearest to its center.
 *
 * Needs `probability` and `feature` by default. Cold start: Needs a model: probability and feature (or embedding). A
 * sure model, entropy 0 everywhere, weighs all alike. O(N C) for entropies, k-means over the candidates with k = b.
 *
 * Source: Prabhu, Chandrasekaran, Saenko & Hoffman 2021, Active domain adaptation via clustering uncertainty-weighted
 * embeddings (CLUE), ICCV, arXiv 2010.08666.
 */
export const clue = definition as Part.Maker<Clue, Strategy.Any>
