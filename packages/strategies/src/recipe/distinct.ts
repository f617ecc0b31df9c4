import { type Column, Count, Options, type Part, Recipe, type Score, Stage, Strategy } from "@marginalia/core"
import { pipe } from "effect/Function"
import * as Schema from "effect/Schema"
import { uniform } from "../score/uniform.ts"
import { top } from "../select/top.ts"
import { distinct, eps } from "../stage/distinct.ts"
import { kmeans } from "../stage/kmeans.ts"
import { normalize } from "../stage/normalize.ts"
import { normalizeRows } from "./options.ts"

const options = Schema.Struct({
  eps,
  k: Options.field(
    Count.Count,
    10,
    "how many clusters near copies are looked for in: fewer miss fewer of them, and take longer"
  ),
  normalize: normalizeRows
})

/** What {@link distinctSampling} takes. */
export interface DistinctSamplingOptions<N extends Column, R> {
  /** Which of those that are left are taken: the highest of this score. Default `uniform()`. */
  readonly score?: Score.Score<N, R>
  /**
   * ε: two items are near copies when the cosine of their rows is at least 1 − ε; 0: when they point the same way.
   * Default 0.05.
   */
  readonly eps?: number
  /** How many clusters near copies are looked for in: fewer miss fewer of them, and take longer. Default 10. */
  readonly k?: Count.Count
  /** Scale every embedding to unit length first. Default true. */
  readonly normalize?: boolean
}

type DistinctSampling = <N extends Column = never, R = never>(
  options?: DistinctSamplingOptions<N, R>
) => Strategy.Strategy<N | "embedding", R>

/**
 * The highest scores among items that are no near copies of each other or of labeled ones.
 *
 * Needs `embedding`, and what its score needs. Cold start: That of its score; by default a random sample without near
 * copies. k-means, O(Σ n_c² d) at most, and its score.
 *
 * Source: Abbas, Tirumala, Simig, Ganguli & Morcos 2023, SemDeDup: data-efficient learning at web-scale through semantic
 * deduplication, arXiv 2303.09540, for the filter.
 */
export const distinctSampling = Recipe.defineOver({
  name: "distinct",
  options,
  score: "score",
  fallback: uniform,
  about: {
    summary:
      "The highest of a score (by default at random) among items that are no near copies of others or of labeled ones.",
    paper:
      "Abbas, Tirumala, Simig, Ganguli & Morcos 2023, SemDeDup: data-efficient learning at web-scale through semantic " +
      "deduplication, arXiv 2303.09540, for the filter",
    equation: "within each cluster x goes when an earlier kept or a labeled x′ has cos(x, x′) ≥ 1 − ε",
    profile: "paper",
    deviations: [
      "10 clusters are ours; near copies that lie in two clusters both stay.",
      "An item is compared with those that were kept; the paper's code compares it with all before it, the dropped ones too.",
      "Of near copies the one nearest to the center stays, which is typical of them; the part's keep=farthest is the paper's.",
      "When too few are left, near copies are taken after all."
    ],
    coldStart: "That of its score; by default a random sample without near copies.",
    complexity: "k-means, O(Σ n_c² d) at most, and its score."
  },
  build: (score, { eps, k, normalize: unit }) =>
    Strategy.make(
      pipe(Stage.when(unit, normalize()), Stage.andThen(kmeans({ k })), Stage.andThen(distinct({ eps }))),
      top(score)
    )
}) as Part.Maker<DistinctSampling, Strategy.Any>
