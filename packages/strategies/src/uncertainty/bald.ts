/**
 * How much would the label tell about the model?
 */
import { Kernels, Score } from "@marginalia/core"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { clamped } from "./domain.ts"
import { type Block, meanOver, mostNats, passScores } from "./passes.ts"

/** The mutual information of label and model for each row of a block. */
export const informationOf = (kernels: Kernels.Service) =>
  Effect.fnUntraced(function*(block: Block) {
    const { mean, passes } = block
    const whole = yield* kernels.weightedEntropies(mean)
    const gains: Array<Float64Array> = []
    for (const pass of passes) {
      const one = yield* kernels.weightedEntropies(pass)
      gains.push(one.map((h, i) => whole[i]! - h))
    }
    return clamped(meanOver(gains), 0, mostNats(block))
  })

/** The passes' mean entropy, in nats, for each row of a block: what no other label can take away. */
export const noiseOf = (kernels: Kernels.Service) => ({ passes }: Block): Effect.Effect<Float64Array> =>
  Effect.map(Effect.forEach(passes, (pass) => kernels.weightedEntropies(pass)), meanOver)

/**
 * H(mean of the passes) − mean of the passes' H, in nats: the mutual information of label and model. Never below 0, and
 * exactly 0 where all passes agree; neither the order of the passes nor that of the classes changes a bit. O(T N C).
 *
 * Needs `passes`.
 *
 * Source: Houlsby, Huszár, Ghahramani & Lengyel 2011, equation 2; Gal et al. 2017.
 */
export const bald = Score.define({
  name: "bald",
  summary: "the mutual information of label and model, in nats, over stochastic passes",
  source: "Houlsby, Huszár, Ghahramani & Lengyel 2011, equation 2; Gal et al. 2017",
  options: Schema.Struct({}),
  needs: ["passes"],
  of: () => (frame) => Effect.flatMap(Kernels.Kernels, (kernels) => passScores(frame, informationOf(kernels)))
})
