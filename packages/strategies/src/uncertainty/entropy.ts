/**
 * How spread out is the model's guess?
 */
import { type Frame, Kernels, Score } from "@marginalia/core"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { clamped } from "./domain.ts"
import { candidateScores } from "./rows.ts"

/** The entropy of each candidate's probabilities, in nats, by position: in [0, log C]. */
export const entropies = (frame: Frame.Frame<"probability">): Effect.Effect<Float64Array> =>
  Effect.gen(function*() {
    const kernels = yield* Kernels.Kernels
    const values = yield* candidateScores(frame, frame.probability, kernels.entropies)
    return clamped(values, 0, Math.log(frame.probability.cols))
  })

/**
 * −Σ_c p_c log p_c in nats, with 0 log 0 = 0: 0 for a sure model, log C at most. The order of the classes does not
 * change a bit of it. O(N C).
 *
 * Needs `probability`.
 *
 * Source: Shannon 1948; Settles 2009, section 3.1; −Σ_c p(c | x) log p(c | x).
 */
export const entropy = Score.define({
  name: "entropy",
  summary: "the entropy of the class probabilities, in nats",
  source: "Shannon 1948; Settles 2009, section 3.1; −Σ_c p(c | x) log p(c | x)",
  options: Schema.Struct({}),
  needs: ["probability"],
  of: () => entropies
})
