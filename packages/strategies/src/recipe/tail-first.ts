import { type Column, type Part, Recipe, type Score, Strategy } from "@marginalia/core"
import * as Schema from "effect/Schema"
import { perClass, type PerClassOptions, quotas } from "../select/per-class.ts"
import { margin } from "../uncertainty/margin.ts"

/** What {@link tailFirst} takes. */
export interface TailFirstOptions<N extends Column, R> extends PerClassOptions {
  /** Which items of a class are taken: the highest of this score. Default `margin()`. */
  readonly score?: Score.Score<N, R>
}

type TailFirst = <N extends Column = "probability", R = never>(
  options?: TailFirstOptions<N, R>
) => Strategy.Strategy<N | "probability", R>

/**
 * Rare classes first: a share of the batch for each class that the model says, inverse to its labels.
 *
 * Needs `probability`, and what its score needs. Cold start: Needs a model: probability. With no labels of known classes
 * all shares are equal. That of its score, plus O(N C + b C).
 *
 * Source: Balanced quotas as in Aggarwal, Popescu & Hudelot 2020, Active learning for imbalanced datasets, WACV.
 */
export const tailFirst = Recipe.defineOver({
  name: "tail-first",
  options: Schema.Struct({ quotas }),
  score: "score",
  fallback: () => margin(),
  about: {
    summary:
      "A share of the batch for each class that the model says, the larger the fewer labels it has; of each the " +
      "highest of a score.",
    paper: "Balanced quotas as in Aggarwal, Popescu & Hudelot 2020, Active learning for imbalanced datasets, WACV",
    equation:
      "share of class c ∝ 1 / (1 + n_c), n_c the labels of class c; of the x with argmax p(x) = c the highest scores",
    profile: "paper",
    deviations: [
      "The form of the shares is ours, as is Webster's rule, by which a smaller batch begins a larger one.",
      "A class of which the model says no candidate leaves its places to the others."
    ],
    coldStart: "Needs a model: probability. With no labels of known classes all shares are equal.",
    complexity: "That of its score, plus O(N C + b C)."
  },
  build: (score, settings) => Strategy.make(perClass(score, settings))
}) as Part.Maker<TailFirst, Strategy.Any>
