/**
 * Entropy under dropout: predictive entropy.
 */
import { type Frame, Kernels, Score } from "@marginalia/core"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { clamped } from "./domain.ts"
import { passScores } from "./passes.ts"

const entropyOfMean = (frame: Frame.Frame<"passes">) =>
  Effect.gen(function*() {
    const kernels = yield* Kernels.Kernels
    return yield* passScores(frame, ({ cols, mean }) =>
      Effect.map(kernels.weightedEntropies(mean), (values) => clamped(values, 0, Math.log(cols))))
  })

const part = (name: string, source: string) =>
  Score.define({
    name,
    summary: "the entropy, in nats, of the mean class probability over stochastic passes",
    source,
    options: Schema.Struct({}),
    needs: ["passes"],
    of: () => entropyOfMean
  })

/**
 * −Σ_c p̄_c log p̄_c in nats, p̄ the mean over the stochastic passes: what Gal et al. call max entropy, and SUPClust's
 * list DBAL. O(T N C).
 *
 * Needs `passes`.
 *
 * Source: Gal, Islam & Ghahramani 2017, section 4, max entropy.
 */
export const mcEntropy = part("mc-entropy", "Gal, Islam & Ghahramani 2017, section 4, max entropy")

/**
 * The same score as {@link mcEntropy}, under DeepAL+'s and MSAL's name.
 *
 * Needs `passes`.
 *
 * Source: DeepAL+ EntropySamplingDropout; the same as mc-entropy.
 */
export const entropyDropout = part("entropy-dropout", "DeepAL+ EntropySamplingDropout; the same as mc-entropy")
