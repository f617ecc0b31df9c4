/**
 * How much do the passes scatter?
 */
import { Score, Sum } from "@marginalia/core"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { clamped } from "./domain.ts"
import { type Block, meanOver, passScores } from "./passes.ts"

/** Puts the squares of the deviations in the place of the passes: they are not needed any more. */
const squared = ({ mean, passes }: Block): ReadonlyArray<Float64Array> =>
  passes.map(({ data }) => {
    for (let i = 0; i < data.length; i++) data[i] = (data[i]! - mean.data[i]!) ** 2
    return data
  })

const scatterOf = (block: Block): Float64Array => {
  const { cols } = block, deviations = meanOver(squared(block))
  for (let i = 0; i < deviations.length; i++) deviations[i] = Math.sqrt(deviations[i]!)
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
