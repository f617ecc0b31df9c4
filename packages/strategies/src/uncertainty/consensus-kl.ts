/**
 * How far are the committee's members from their consensus?
 */
import { Score } from "@marginalia/core"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { type Block, passScores } from "./passes.ts"

const divergence = ({ cols, mean, passes, rows }: Block): Float64Array => {
  const sums = new Float64Array(rows)
  for (const pass of passes) {
    for (let i = 0; i < rows * cols; i++) {
      const p = pass.data[i]!
      if (p > 0) sums[Math.floor(i / cols)]! += p * Math.log(p / mean.data[i]!)
    }
  }
  return sums.map((sum) => Math.max(0, sum / passes.length))
}

/**
 * 1/T Σ_t KL(p_t ‖ p̄) in nats, p̄ the mean of the committee's members (`passes`). In exact arithmetic this is BALD's
 * mutual information; it is computed from the divergences, as the paper writes it. O(T N C).
 */
export const consensusKl = Score.define({
  name: "consensus-kl",
  summary: "the members' mean Kullback–Leibler divergence to the committee's consensus, in nats",
  source: "McCallum & Nigam 1998; Settles 2009, section 3.2: 1/T Σ_t D(p_t ‖ p̄)",
  options: Schema.Struct({}),
  needs: ["passes"],
  of: () => (frame) => passScores(frame, (block) => Effect.sync(() => divergence(block)))
})
