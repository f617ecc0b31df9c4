import { Recipe, Strategy } from "@marginalia/core"
import { top } from "../select/top.ts"
import { epig, type EpigOptions, options } from "../uncertainty/epig.ts"

/**
 * EPIG (Bickford Smith et al. 2023): the items whose label tells most about the labels of the pool.
 *
 * Needs `passes`. Cold start: Needs a model with a dropout layer (or a committee): passes. O(N M C² K) for M targets and K
 * passes, O(N) memory and a block.
 *
 * Source: Bickford Smith, Kirsch, Farquhar, Gal, Foster & Rainforth 2023, Prediction-oriented Bayesian active learning,
 * AISTATS, arXiv 2304.08151.
 */
export const epigSampling: Recipe.Maker<EpigOptions, "passes"> = Recipe.define({
  name: "epig",
  options,
  about: {
    summary: "The items whose label has the highest mutual information with the labels of a sample of the pool.",
    paper:
      "Bickford Smith, Kirsch, Farquhar, Gal, Foster & Rainforth 2023, Prediction-oriented Bayesian active learning, " +
      "AISTATS, arXiv 2304.08151",
    equation: "argmax_x H[p̄_x] + 1/M Σ_t H[p̄_t] − 1/M Σ_t H[1/K Σ_k p_k(x) ⊗ p_k(t)]",
    profile: "paper",
    deviations: [
      "The targets are drawn from the pool that is given, labeled items included: give a pool like what will be asked.",
      "A batch is the b highest scores, which may be alike; power(epig) draws a batch in proportion to them."
    ],
    coldStart: "Needs a model with a dropout layer (or a committee): passes.",
    complexity: "O(N M C² K) for M targets and K passes, O(N) memory and a block."
  },
  build: (settings) => Strategy.make(top(epig(settings)))
})
