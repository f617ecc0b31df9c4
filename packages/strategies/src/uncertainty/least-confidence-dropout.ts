/**
 * Least confidence under dropout.
 */
import { Score } from "@marginalia/core"
import * as Schema from "effect/Schema"
import { doubt } from "./least-confidence.ts"
import { meanScores } from "./passes.ts"

/**
 * 1 − max_c of the mean probability over the stochastic passes. O(T N C).
 *
 * Needs `passes`.
 *
 * Source: Gal & Ghahramani 2016 for the passes; DeepAL+ LeastConfidenceDropout.
 */
export const leastConfidenceDropout = Score.define({
  name: "least-confidence-dropout",
  summary: "1 − the highest class probability, of the mean over stochastic passes",
  source: "Gal & Ghahramani 2016 for the passes; DeepAL+ LeastConfidenceDropout",
  options: Schema.Struct({}),
  needs: ["passes"],
  of: () => (frame) => meanScores(frame, doubt)
})
