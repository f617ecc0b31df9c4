import { Options, Recipe, Strategy } from "@marginalia/core"
import * as Schema from "effect/Schema"
import { top } from "../select/top.ts"
import { consensusKl } from "../uncertainty/consensus-kl.ts"
import { ties } from "../uncertainty/options.ts"
import { voteEntropy } from "../uncertainty/vote-entropy.ts"

const options = Schema.Struct({
  disagreement: Options.field(
    Schema.Literals(["vote-entropy", "consensus-kl"]),
    "vote-entropy",
    "vote-entropy: of the members' favorite classes; consensus-kl: mean divergence of the members from their mean"
  ),
  ties
})

/** What {@link queryByCommittee} takes. */
export interface QueryByCommitteeOptions {
  /**
   * vote-entropy: of the members' favorite classes; consensus-kl: mean divergence of the members from their mean.
   * Default "vote-entropy".
   */
  readonly disagreement?: "vote-entropy" | "consensus-kl"
  /** Who wins among equal scores: the smaller position, or a draw from the seed. Default "position". */
  readonly ties?: "position" | "seeded"
}

/**
 * Query by committee (Seung et al. 1992): the items that the members of a committee disagree on most.
 *
 * Needs `passes`. Cold start: Needs the members' probabilities: passes. O(T N C) time, O(N) memory beside the passes.
 *
 * Source: Seung, Opper & Sompolinsky 1992, Query by committee, COLT; Dagan & Engelson 1995 (vote entropy); McCallum &
 * Nigam 1998 (divergence from the consensus).
 */
export const queryByCommittee: Recipe.Maker<QueryByCommitteeOptions, "passes"> = Recipe.define({
  name: "query-by-committee",
  options,
  about: ({ disagreement }) => ({
    summary: "The items that the members of a committee (passes) disagree on most.",
    paper: "Seung, Opper & Sompolinsky 1992, Query by committee, COLT; Dagan & Engelson 1995 (vote entropy); " +
      "McCallum & Nigam 1998 (divergence from the consensus)",
    equation: disagreement === "vote-entropy"
      ? "argmax_x −Σ_c V(c)/T log V(c)/T"
      : "argmax_x 1/T Σ_t KL(p_t ‖ p̄), p̄ = 1/T Σ_t p_t",
    profile: "paper",
    deviations: [
      "The members are the column passes: separately trained models, or dropout passes of one.",
      "A member's ties go to the smaller class.",
      "The mean divergence from the consensus is BALD's mutual information, computed another way."
    ],
    coldStart: "Needs the members' probabilities: passes.",
    complexity: "O(T N C) time, O(N) memory beside the passes."
  }),
  build: ({ disagreement, ties }) =>
    Strategy.make(top(disagreement === "vote-entropy" ? voteEntropy() : consensusKl(), { ties }))
})
