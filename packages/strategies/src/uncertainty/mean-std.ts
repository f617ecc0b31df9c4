/**
 * How much do the passes scatter?
 */
import { Score, Sum } from "@marginalia/core"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { clamped } from "./domain.ts"
import { type Block, meanOver, passScores } from "./passes.ts"

const scatterOf = ({ cols, mean, passes }: Block): Float64Array => {
  const deviations = meanOver(passes.map(({ data }) => data.map((p, i) => (p - mean.data[i]!) ** 2))).map(Math.sqrt)
  return clamped(Sum.rows(deviations, cols).map((sum) => sum / cols), 0, 0.5)
}

/**
 * The mean over the classes of the standard deviation over the passes (population formula), at most 1/2. O(T N C).
 *
 * Needs `passes`.
 *
 * Source: Kampffmeyer, Salberg & Jenssen 2016; Gal et al. 2017, mean STD; 1/C Σ_c √(mean_t p² − (mean_t p)²).
 */
export const meanStd = Score.define({
  name: "mean-std",
  summary: "the standard deviation over stochastic passes, averaged over the classes",
  source: "Kampffmeyer, Salberg & Jenssen 2016; Gal et al. 2017, mean STD; 1/C Σ_c √(mean_t p² − (mean_t p)²)",
  options: Schema.Struct({}),
  needs: ["passes"],
  of: () => (frame) => passScores(frame, (block) => Effect.sync(() => scatterOf(block)))
})
