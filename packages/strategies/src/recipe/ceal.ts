import { Options, type Part, Recipe, Strategy } from "@marginalia/core"
import * as Schema from "effect/Schema"
import { type By, fields, topWithPseudoLabels } from "../batch/pseudo-labels.ts"
import { maxSeparation } from "../prototypes/max-separation.ts"

const options = Schema.Struct({
  uncertainty: Options.field(
    Schema.Literals(["entropy", "msal"]),
    "entropy",
    "entropy: of probability, in nats; msal: 1 − α, α the projection's cosine with the nearest prototype"
  ),
  ...fields
})

const definition = Recipe.define({
  name: "ceal",
  options,
  about: ({ uncertainty }) => ({
    summary: "The most uncertain items, and pseudo-labels for this round for those the model is sure of.",
    paper:
      "Wang, Zhang, Li, Zhang & Lin 2017, Cost-effective active learning for deep image classification, IEEE TCSVT" +
      (uncertainty === "msal" ? "; Kasarla et al. 2024 (MSAL), table 4" : ""),
    equation: uncertainty === "entropy"
      ? "ask for argmax H[y | x]; pseudo-label argmax_c p where H[y | x] < δ_t"
      : "ask for argmin α(x); pseudo-label the nearest prototype's class where 1 − α(x) < δ_t",
    profile: "paper",
    deviations: [
      "δ_t = max(0, δ₀ − d · t(t + 1)/2): DeepAL+'s values and its cumulative decay, which is 0 from round 17 on.",
      "In the MSAL form the threshold is on 1 − α: the paper does not say on which scale it is.",
      "Pseudo-labels come back beside the picks; they enter the training set of that round only, never the labeled set."
    ],
    coldStart: `Needs a model: ${uncertainty === "entropy" ? "probability" : "projection"}.`,
    complexity: "O(N C) time, O(N) memory."
  }),
  build: ({ uncertainty, ...rest }) =>
    uncertainty === "entropy"
      ? Strategy.make(topWithPseudoLabels({ by: "entropy", ...rest })) as Strategy.Any
      : Strategy.make(maxSeparation(), topWithPseudoLabels({ by: "msal", ...rest })) as Strategy.Any
})

/** What {@link ceal} takes. */
export interface CealOptions<U extends By = By> {
  /**
   * entropy: of probability, in nats; msal: 1 − α, α the projection's cosine with the nearest prototype. Default
   * "entropy".
   */
  readonly uncertainty?: U
  /** δ₀: an item gets a pseudo-label where its uncertainty is below δ_t. Default 5e-5. */
  readonly delta?: number
  /** d: δ_t = max(0, δ₀ − d · t(t + 1)/2), t the query's round. Default 3.3e-7. */
  readonly decay?: number
  /** Who wins among equal scores: the smaller position, or a draw from the seed. Default "position". */
  readonly ties?: "position" | "seeded"
}

type Ceal = <const U extends By = "entropy">(
  options?: CealOptions<U>
) => Strategy.Strategy<U extends "msal" ? "projection" : "probability">

/**
 * CEAL (Wang et al. 2017): asks for the most uncertain items and guesses those the model is sure of.
 *
 * Needs `probability` by default. Cold start: Needs a model: probability. O(N C) time, O(N) memory.
 *
 * Source: Wang, Zhang, Li, Zhang & Lin 2017, Cost-effective active learning for deep image classification, IEEE TCSVT.
 */
export const ceal = definition as Part.Maker<Ceal, Strategy.Any>
