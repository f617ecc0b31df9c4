/**
 * How spread out is the model's guess?
 */
import { Kernels, Score } from "@marginalia/core"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { candidateScores } from "./rows.ts"

/**
 * −Σ_c p_c log p_c in nats, with 0 log 0 = 0: 0 for a sure model, log C at most. O(N C).
 */
export const entropy = Score.define({
  name: "entropy",
  summary: "the entropy of the class probabilities, in nats",
  source: "Shannon 1948; Settles 2009, section 3.1; −Σ_c p(c | x) log p(c | x)",
  options: Schema.Struct({}),
  needs: ["probability"],
  of: () => (frame) =>
    Effect.gen(function*() {
      const kernels = yield* Kernels.Kernels
      return yield* candidateScores(frame, frame.probability, kernels.entropies)
    })
})
