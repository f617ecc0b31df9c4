/**
 * How split is the committee's vote?
 */
import { Score, Sum } from "@marginalia/core"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { within } from "./domain.ts"
import { type Block, mostNats, passScores, votesOf } from "./passes.ts"

const splitOf = (block: Block): Float64Array => {
  const votes = new Uint32Array(block.cols)
  const terms = new Float64Array(block.cols)
  const members = block.passes.length
  return Float64Array.from({ length: block.rows }, (_, i) => {
    votesOf(block, i, votes).forEach((count, c) => {
      terms[c] = count > 0 ? count / members * Math.log(count / members) : 0
    })
    return within(0 - Sum.total(terms), 0, mostNats(block))
  })
}

/**
 * −Σ_c V(c)/T · log(V(c)/T) in nats, V(c) the members of the committee (`passes`) whose favorite is c; a member's ties
 * go to the smaller class. O(T N C).
 *
 * Source: Dagan & Engelson 1995; Settles 2009, section 3.2: −Σ_c V(c)/T log V(c)/T.
 */
export const voteEntropy = Score.define({
  name: "vote-entropy",
  summary: "the entropy of the committee's votes, in nats",
  source: "Dagan & Engelson 1995; Settles 2009, section 3.2: −Σ_c V(c)/T log V(c)/T",
  options: Schema.Struct({}),
  needs: ["passes"],
  of: () => (frame) => passScores(frame, (block) => Effect.sync(() => splitOf(block)))
})
