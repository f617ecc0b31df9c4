/**
 * The candidates with the highest scores.
 */
import { Kernels, Options, Ranking, Select } from "@marginalia/core"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type { TiesOptions } from "../uncertainty/options.ts"

const options = Schema.Struct({
  ties: Options.field(
    Schema.Literals(["position", "seeded"]),
    "position",
    "who wins among equal scores: the smaller position, or a draw from the seed"
  )
})

/** Elementary steps an item of finding the highest. */
const ORDER = 16

/**
 * Which candidates score highest? Best first; ties to the smaller position, or with `ties: "seeded"` to a number drawn
 * for each position, which is fairer to discrete scores over a pool sorted by class. Undefined scores (NaN) come last.
 *
 * Needs what the score needs.
 */
export const top: Select.Over<TiesOptions> = Select.defineOver({
  name: "top",
  summary: "the candidates with the highest scores, best first",
  options,
  pick: (score, { ties }) => (frame) =>
    Effect.map(Effect.tap(score.of(frame), () => Kernels.breathe(ORDER * frame.size)), (scores) => {
      const positions = Ranking.top(frame.candidates, scores, frame.budget, ties, frame.key)
      return {
        positions,
        scores: Float64Array.from(positions, (position) => scores[position]!),
        evidence: [{ name: score.spec.name, values: scores }]
      }
    })
})
