import { type Column, type Part, Recipe, type Score, Strategy } from "@marginalia/core"
import * as Schema from "effect/Schema"
import { top } from "../select/top.ts"
import type { Space } from "../space.ts"
import { densityWeighted, type DensityWeightedOptions, fields } from "../uncertainty/density-weighted.ts"
import { entropy } from "../uncertainty/entropy.ts"

/** What {@link densityWeightedSampling} takes. */
export interface DensityWeightedSamplingOptions<N extends Column, R, S extends Space = Space>
  extends DensityWeightedOptions<S>
{
  /** What is weighted: a score that is not negative. Default `entropy()`. */
  readonly score?: Score.Score<N, R>
}

type DensityWeightedSampling = <N extends Column = "probability", R = never, const S extends Space = "embedding">(
  options?: DensityWeightedSamplingOptions<N, R, S>
) => Strategy.Strategy<N | S, R>

/**
 * Information density (Settles & Craven 2008): uncertain items that are like many others.
 *
 * Needs `probability` and `embedding` by default. Cold start: That of its score. That of its score, plus O(N d) time
 * and O(N + d) memory.
 *
 * Source: Settles & Craven 2008, An analysis of active learning strategies for sequence labeling tasks, EMNLP.
 */
export const densityWeightedSampling = Recipe.defineOver({
  name: "density-weighted",
  options: Schema.Struct(fields),
  score: "score",
  fallback: entropy,
  about: {
    summary:
      "Uncertain items in dense regions: a score times the mean similarity to the unlabeled pool to the power β.",
    paper: "Settles & Craven 2008, An analysis of active learning strategies for sequence labeling tasks, EMNLP",
    equation: "argmax_x s(x) · (1/U Σ_u cos(x, x_u))^β over the U unlabeled items",
    profile: "paper",
    deviations: [
      "A negative mean similarity counts as 0, where a fractional power has no value.",
      "The mean is over all unlabeled items, also when only some of them are candidates."
    ],
    coldStart: "That of its score.",
    complexity: "That of its score, plus O(N d) time and O(N + d) memory."
  },
  build: (score, settings) => Strategy.make(top(densityWeighted(score, settings)))
}) as Part.Maker<DensityWeightedSampling, Strategy.Any>
