/**
 * How far are the committee's members from their consensus?
 */
import { Score, Sum } from "@marginalia/core"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { within } from "./domain.ts"
import { type Block, mostNats, passScores } from "./passes.ts"

const divergence = (block: Block): Float64Array => {
  const { cols, mean, passes, rows } = block
  const terms = new Float64Array(passes.length * cols)
  return Float64Array.from({ length: rows }, (_, i) => {
    passes.forEach(({ data }, t) => {
      for (let c = 0; c < cols; c++) {
        const p = data[i * cols + c]!
        terms[t * cols + c] = p > 0 ? p * Math.log(p / mean.data[i * cols + c]!) : 0
      }
    })
    return within(Sum.total(terms) / passes.length, 0, mostNats(block))
  })
}

/**
 * 1/T Σ_t KL(p_t ‖ p̄) in nats, p̄ the mean of the committee's members (`passes`). In exact arithmetic this is BALD's
 * mutual information; it is computed from the divergences, as the paper writes it. O(T N C).
 *
 * Source: McCallum & Nigam 1998; Settles 2009, section 3.2: 1/T Σ_t D(p_t ‖ p̄).
 */
export const consensusKl = Score.define({
  name: "consensus-kl",
  summary: "the members' mean Kullback–Leibler divergence to the committee's consensus, in nats",
  source: "McCallum & Nigam 1998; Settles 2009, section 3.2: 1/T Σ_t D(p_t ‖ p̄)",
  options: Schema.Struct({}),
  needs: ["passes"],
  of: () => (frame) => passScores(frame, (block) => Effect.sync(() => divergence(block)))
})
