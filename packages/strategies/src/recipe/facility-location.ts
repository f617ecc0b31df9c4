import { Recipe, Stage, Strategy } from "@marginalia/core"
import * as Schema from "effect/Schema"
import { herding } from "../select/herding.ts"
import { reference } from "../select/sample.ts"
import { normalize } from "../stage/normalize.ts"
import { normalizeRows } from "./options.ts"

/** What {@link facilityLocation} takes. */
export interface FacilityLocationOptions {
  /** Scale every embedding to unit length first. Default true. */
  readonly normalize?: boolean
  /**
   * How many items, a sample of the pool, are to be covered and may be picked; none: all. Default "none".
   */
  readonly reference?: number | "none"
}

/**
 * Facility location: the items that are most similar, by the cosine, to the whole pool.
 *
 * Needs `embedding`. Cold start: Made for it. O(N² d) time for the first pick, then far less; O(N d) memory, and up to 256 MiB of distances that are remembered. With reference=R O(R² d) and O(R d).
 *
 * Source: Wei, Iyer & Bilmes 2015, Submodularity in data subset selection and active learning, ICML.
 */
export const facilityLocation: Recipe.Maker<FacilityLocationOptions, "embedding"> = Recipe.define({
  name: "facility-location",
  options: Schema.Struct({ normalize: normalizeRows, reference }),
  about: {
    summary: "The items that are most similar, by the cosine, to the whole pool.",
    paper: "Wei, Iyer & Bilmes 2015, Submodularity in data subset selection and active learning, ICML",
    equation:
      "argmax_x Σ_i max(0, s(x, x_i) − max_l s(x_l, x_i)), l over the labeled and the picked; s(a, b) = max(0, cos(a, b))",
    profile: "paper",
    deviations: [
      "Similarity is the cosine, negative ones at 0; normalize=false is for rows that are of unit length already.",
      "Labeled items cover from the start, as if they had been picked.",
      "The greedy choice is lazy (Minoux 1978) and computes similarities as it needs them, which changes no pick.",
      "Rows of zeros have no cosine: they cover nothing, nothing covers them, and they are picked last.",
      "Ties go to the smaller position, also where nothing is gained any more.",
      "reference=R is that of a sample of the pool, whose loss is measured and told."
    ],
    coldStart: "Made for it.",
    complexity:
      "O(N² d) time for the first pick, then far less; O(N d) memory, and up to 256 MiB of distances that are remembered. With reference=R O(R² d) and O(R d)."
  },
  build: ({ normalize: unit, reference }) =>
    Strategy.make(Stage.when(unit, normalize()), herding({ kernel: "cosine", reference }))
})
