import { Recipe, Strategy } from "@marginalia/core"
import { batchBald, type BatchBaldOptions, options } from "../batch/batchbald.ts"

/**
 * BatchBALD (Kirsch et al. 2019): the batch whose labels together tell most about the model.
 *
 * Needs `passes`. Cold start: Needs a model with a dropout layer (or a committee): passes. O(N C T M) a pick for M
 * outcomes, at most `samples`; put subsample(n, …) around it for large pools.
 *
 * Source: Kirsch, van Amersfoort & Gal 2019, BatchBALD: efficient and diverse batch acquisition for deep Bayesian
 * active learning, NeurIPS.
 */
export const batchBaldSampling: Recipe.Maker<BatchBaldOptions, "passes"> = Recipe.define({
  name: "batchbald",
  options,
  about: {
    summary: "Greedily the batch whose labels together have the highest mutual information with the model.",
    paper: "Kirsch, van Amersfoort & Gal 2019, BatchBALD: efficient and diverse batch acquisition for deep Bayesian " +
      "active learning, NeurIPS",
    equation: "argmax_x I(y_1 … y_n, y_x; ω) one by one (algorithm 1), outcomes drawn beyond `samples` (section 3.3)",
    profile: "paper",
    deviations: [
      "Outcomes of the labels are drawn once and then extended with each pick; the authors' code draws anew.",
      "Drawn outcomes come from the passes in turn, in an order of their own, so that the order given changes nothing.",
      "The entropy of a new label is averaged over outcomes, given each; the same estimate with less noise.",
      "Batches of more than a few items soon reach log T nats, all that T passes can tell; then positions decide."
    ],
    coldStart: "Needs a model with a dropout layer (or a committee): passes.",
    complexity: "O(N C T M) a pick for M outcomes, at most `samples`; put subsample(n, …) around it for large pools."
  },
  build: (settings) => Strategy.make(batchBald(settings))
})
