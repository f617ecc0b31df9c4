import { Recipe, Stage, Strategy } from "@marginalia/core"
import * as Schema from "effect/Schema"
import { bandwidth, herding, kernel } from "../select/herding.ts"
import { reference } from "../select/sample.ts"
import { normalize } from "../stage/normalize.ts"
import { normalizeRows } from "./options.ts"

/** What {@link maxherding} takes. */
export interface MaxherdingOptions {
  /**
   * How similarity falls with the distance d: rbf: exp(−(d / bandwidth)²); cosine: negative ones count as 0; top-hat: 1 below the
   * bandwidth, else 0. Default "rbf".
   */
  readonly kernel?: "rbf" | "cosine" | "top-hat"
  /**
   * How far similarity reaches, as a distance; auto: the smallest positive distance between two labeled items, 1 where there
   * is none. Default 1.
   */
  readonly bandwidth?: number | "auto"
  /** Scale every embedding to unit length first. Default true. */
  readonly normalize?: boolean
  /**
   * How many items, a sample of the pool, are to be covered and may be picked; none: all. Default "none".
   */
  readonly reference?: number | "none"
}

/**
 * MaxHerding (Bae et al. 2024): the items that make the whole pool most similar to something labeled.
 *
 * Needs `embedding`. Cold start: Made for it. O(N² d) time for the first pick, then far less; O(N d) memory, and up to 256 MiB of distances that are remembered. With reference=R O(R² d) and O(R d).
 *
 * Source: Bae, Noh & Sutherland 2024, Generalized coverage for more robust low-budget active learning, ECCV.
 */
export const maxherding: Recipe.Maker<MaxherdingOptions, "embedding"> = Recipe.define({
  name: "maxherding",
  options: Schema.Struct({ kernel, bandwidth, normalize: normalizeRows, reference }),
  about: {
    summary: "The items that make the whole pool most similar to something labeled.",
    paper: "Bae, Noh & Sutherland 2024, Generalized coverage for more robust low-budget active learning, ECCV",
    equation:
      "argmax_x Σ_i max(0, k(x, x_i) − max_l k(x_l, x_i)), l over the labeled and the picked; k(a, b) = exp(−(‖a − b‖/h)²)",
    profile: "paper",
    deviations: [
      "The greedy choice is lazy and computes similarities as it needs them, which changes no pick: gains only fall.",
      "Ties go to the smaller position, also where nothing is gained any more.",
      "kernel=top-hat is ProbCover in its first pass; kernel=cosine is facility location.",
      "reference=R is that of a sample of the pool, whose loss is measured and told."
    ],
    coldStart: "Made for it.",
    complexity:
      "O(N² d) time for the first pick, then far less; O(N d) memory, and up to 256 MiB of distances that are remembered. With reference=R O(R² d) and O(R d)."
  },
  build: ({ normalize: unit, ...rest }) => Strategy.make(Stage.when(unit, normalize()), herding(rest))
})
