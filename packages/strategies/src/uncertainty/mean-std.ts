/**
 * How much do the passes scatter?
 */
import { Score } from "@marginalia/core"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { type Block, passScores } from "./passes.ts"

const scatterOf = ({ cols, mean, passes, rows }: Block): Float64Array => {
  const squares = new Float64Array(rows * cols)
  for (const pass of passes) {
    for (let i = 0; i < squares.length; i++) squares[i]! += (pass.data[i]! - mean.data[i]!) ** 2
  }
  const scores = new Float64Array(rows)
  for (let i = 0; i < squares.length; i++) {
    scores[Math.floor(i / cols)]! += Math.sqrt(squares[i]! / passes.length) / cols
  }
  return scores
}

/** The mean over the classes of the standard deviation over the passes (population formula). O(T N C). */
export const meanStd = Score.define({
  name: "mean-std",
  summary: "the standard deviation over stochastic passes, averaged over the classes",
  source: "Kampffmeyer, Salberg & Jenssen 2016; Gal et al. 2017, mean STD; 1/C Σ_c √(mean_t p² − (mean_t p)²)",
  options: Schema.Struct({}),
  needs: ["passes"],
  of: () => (frame) => passScores(frame, (block) => Effect.sync(() => scatterOf(block)))
})
