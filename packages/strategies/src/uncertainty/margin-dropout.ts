/**
 * Margin under dropout.
 */
import { Score } from "@marginalia/core"
import { gap, type MarginOptions, options } from "./margin.ts"
import { meanScores } from "./passes.ts"

/**
 * Minus the gap between the two highest mean probabilities over the stochastic passes, plus `offset`. O(T N C).
 *
 * Needs `passes`.
 *
 * Source: Gal & Ghahramani 2016 for the passes; DeepAL+ MarginSamplingDropout.
 */
export const marginDropout: Score.Maker<MarginOptions, "passes"> = Score.define({
  name: "margin-dropout",
  summary: "minus the gap between the two highest class probabilities, of the mean over stochastic passes",
  source: "Gal & Ghahramani 2016 for the passes; DeepAL+ MarginSamplingDropout",
  options,
  needs: ["passes"],
  of: ({ offset }) => (frame) => meanScores(frame, (data, at, cols) => offset - gap(data, at, cols))
})
