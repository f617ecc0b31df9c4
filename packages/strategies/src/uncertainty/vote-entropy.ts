/**
 * How split is the committee's vote?
 */
import { Score } from "@marginalia/core"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { type Block, passScores, votesOf } from "./passes.ts"

const splitOf = (block: Block): Float64Array => {
  const votes = new Uint32Array(block.cols)
  const members = block.passes.length
  return Float64Array.from({ length: block.rows }, (_, i) => {
    let sum = 0
    for (const count of votesOf(block, i, votes)) if (count > 0) sum += count / members * Math.log(count / members)
    return 0 - sum
  })
}

/**
 * −Σ_c V(c)/T · log(V(c)/T) in nats, V(c) the members of the committee (`passes`) whose favorite is c; a member's ties
 * go to the smaller class. O(T N C).
 */
export const voteEntropy = Score.define({
  name: "vote-entropy",
  summary: "the entropy of the committee's votes, in nats",
  source: "Dagan & Engelson 1995; Settles 2009, section 3.2: −Σ_c V(c)/T log V(c)/T",
  options: Schema.Struct({}),
  needs: ["passes"],
  of: () => (frame) => passScores(frame, (block) => Effect.sync(() => splitOf(block)))
})
