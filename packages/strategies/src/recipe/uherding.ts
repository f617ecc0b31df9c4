import { type Column, Condition, type Part, Recipe, type Score, Stage, Strategy } from "@marginalia/core"
import * as Schema from "effect/Schema"
import { autoBandwidth, herding, kernel } from "../select/herding.ts"
import { reference } from "../select/sample.ts"
import { weightedHerding } from "../select/weighted-herding.ts"
import { normalize } from "../stage/normalize.ts"
import { margin } from "../uncertainty/margin.ts"
import { normalizeRows } from "./options.ts"

/** What {@link uherding} takes. */
export interface UherdingOptions<N extends Column, R> {
  /** How much an item counts: a score that is not negative, such as `entropy()`. Default `margin({ offset: 1 })`, 1 − (p₁ − p₂). */
  readonly uncertainty?: Score.Score<N, R>
  /**
   * How similarity falls with the distance d: rbf: exp(−(d / bandwidth)²); cosine: negative ones count as 0; top-hat: 1 below the
   * bandwidth, else 0. Default "rbf".
   */
  readonly kernel?: "rbf" | "cosine" | "top-hat"
  /**
   * How far similarity reaches, as a distance; auto: the smallest positive distance between two labeled items, 1 where there
   * is none. Default "auto".
   */
  readonly bandwidth?: number | "auto"
  /** Scale every embedding to unit length first. Default true. */
  readonly normalize?: boolean
  /**
   * How many items, a sample of the pool, are to be covered and may be picked; none: all. Default "none".
   */
  readonly reference?: number | "none"
}

type Uherding = <N extends Column = "probability", R = never>(
  options?: UherdingOptions<N, R>
) => Strategy.Strategy<N | "embedding", R>

/**
 * Uncertainty herding (Bae et al. 2025): the items that make those the model is unsure of most similar to something labeled.
 *
 * Needs `embedding` and `probability` by default. Cold start: Made for it: with nothing labeled it is maxherding, and only
 * the embedding is needed. That of maxherding, and of its score.
 *
 * Source: Bae, Sutherland & Oliveira 2025, Uncertainty herding: one active learning method for all label budgets, ICLR.
 */
export const uherding = Recipe.defineOver({
  name: "uherding",
  options: Schema.Struct({ kernel, bandwidth: autoBandwidth, normalize: normalizeRows, reference }),
  score: "uncertainty",
  fallback: () => margin({ offset: 1 }),
  about: {
    summary: "The items that make those the model is unsure of most similar to something labeled.",
    paper:
      "Bae, Sutherland & Oliveira 2025, Uncertainty herding: one active learning method for all label budgets, ICLR",
    equation:
      "argmax_x Σ_i u_i max(0, k(x, x_i) − max_l k(x_l, x_i)), l over the labeled and the picked; u = 1 − (p₁ − p₂)",
    profile: "paper",
    deviations: [
      "u is 0 for labeled items; before there is a label every item counts 1, and no probability is asked for.",
      "Probabilities are taken as they are: the paper scales them by a temperature first, which calibrate does where labels " +
      "were held out.",
      "The bandwidth is the smallest positive distance between two labeled items, of copies one: 1 while no two differ.",
      "Where every u is 0 all items count alike. Ties go to the smaller position.",
      "reference=R is that of a sample of the pool, whose loss is measured and told."
    ],
    coldStart: "Made for it: with nothing labeled it is maxherding, and only the embedding is needed.",
    complexity: "That of maxherding, and of its score."
  },
  build: (uncertainty, { normalize: unit, ...rest }) => {
    const first = Stage.when(unit, normalize())
    return Strategy.switchWhen(
      Condition.labeledBelow(1),
      Strategy.make(first, herding(rest)),
      Strategy.make(first, weightedHerding(uncertainty, rest))
    )
  }
}) as Part.Maker<Uherding, Strategy.Any>
