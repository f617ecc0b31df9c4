/**
 * How much would the label tell about the model?
 */
import { Kernels, Score } from "@marginalia/core"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { type Block, passScores } from "./passes.ts"

const informationOf = (kernels: Kernels.Service) =>
  Effect.fnUntraced(function*({ mean, passes }: Block) {
    const whole = yield* kernels.weightedEntropies(mean)
    const sum = new Float64Array(whole.length)
    for (const pass of passes) {
      const one = yield* kernels.weightedEntropies(pass)
      for (let i = 0; i < sum.length; i++) sum[i]! += whole[i]! - one[i]!
    }
    return sum.map((x) => Math.max(0, x / passes.length))
  })

/**
 * H(mean of the passes) − mean of the passes' H, in nats: the mutual information of label and model. Never below 0, and
 * exactly 0 where all passes agree. O(T N C).
 */
export const bald = Score.define({
  name: "bald",
  summary: "the mutual information of label and model, in nats, over stochastic passes",
  source: "Houlsby, Huszár, Ghahramani & Lengyel 2011, equation 2; Gal et al. 2017",
  options: Schema.Struct({}),
  needs: ["passes"],
  of: () => (frame) => Effect.flatMap(Kernels.Kernels, (kernels) => passScores(frame, informationOf(kernels)))
})
