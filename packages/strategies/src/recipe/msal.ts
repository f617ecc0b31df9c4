import { Recipe, Strategy } from "@marginalia/core"
import * as Schema from "effect/Schema"
import { maxSeparation, radius } from "../prototypes/max-separation.ts"
import { msal } from "../prototypes/msal.ts"
import { top } from "../select/top.ts"
import { ties } from "../uncertainty/options.ts"

/** What {@link msalSampling} takes. */
export interface MsalOptions {
  /** ρ, the prototypes' length: it scales the training head's logits; similarities do not depend on it. Default 1. */
  readonly radius?: number
  /** Who wins among equal scores: the smaller position, or a draw from the seed. Default "position". */
  readonly ties?: "position" | "seeded"
}

/**
 * MSAL (Kasarla et al. 2024): the items least like every class's prototype.
 *
 * Needs `projection`. Cold start: Needs a maximum-separation model: projection. C comes from the query, else from the
 * projection's width. O(N C) time and O(N + C) memory: prototypes are never written out.
 *
 * Source: Kasarla et al. 2024, Maximally separated active learning, arXiv 2411.17444.
 */
export const msalSampling: Recipe.Maker<MsalOptions, "projection"> = Recipe.define({
  name: "msal",
  options: Schema.Struct({ radius, ties }),
  about: {
    summary: "The items least like every class's maximally separated prototype.",
    paper: "Kasarla et al. 2024, Maximally separated active learning, arXiv 2411.17444",
    equation: "sort ascending by α(x) = max_c Φ(x) · P_c / ‖Φ(x)‖ (equation 2)",
    profile: "paper",
    deviations: [
      "The paper sorts ascending by \"distance\"; its equation and the sentence after it mean similarity, lowest first.",
      "ρ cancels in α: the option is for the record, since the training head multiplies its logits by it.",
      "α of a zero projection is 0. Two classes are refused: every α is 1.",
      "The network is about the model: another uncertainty on its probability is LeastConf(MSAL), Margin(MSAL), …"
    ],
    coldStart:
      "Needs a maximum-separation model: projection. C comes from the query, else from the projection's width.",
    complexity: "O(N C) time and O(N + C) memory: prototypes are never written out."
  },
  build: ({ radius, ties }) => Strategy.make(maxSeparation({ radius }), top(msal(), { ties }))
})
