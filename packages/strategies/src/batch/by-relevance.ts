/**
 * Draws of what is uncertain and unlike what was drawn before.
 */
import { type Frame, Kernels, Options, Rng, Score, Select } from "@marginalia/core"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { draw } from "../badge/seeding.ts"
import * as Relevance from "./relevance.ts"

/** The options of the part and of the recipe. */
export const options = Schema.Struct({
  gamma: Options.field(
    Schema.Finite.check(Schema.isGreaterThanOrEqualTo(0)),
    10,
    "γ: the larger, the nearer to always taking the most relevant item; 0 draws all alike"
  )
})

/** What {@link byRelevance} and the recipe `falcun` take. */
export interface FalcunOptions {
  /** γ: the larger, the nearer to always taking the most relevant item; 0 draws all alike. Default 10. */
  readonly gamma?: number
}

/** Elementary steps a candidate of a draw. */
const DRAW = 64

/**
 * What draws are in proportion to, for items of some relevance: (u + D)^γ, divided by the largest of those that are not
 * taken, so that no power overflows. All alike where the largest is 0.
 */
export const weightsOf = (relevance: Float64Array, taken: Uint8Array, gamma: number): Float64Array => {
  let most = 0
  for (let i = 0; i < relevance.length; i++) if (taken[i] === 0 && relevance[i]! > most) most = relevance[i]!
  return relevance.map((r, i) => taken[i] === 1 ? 0 : most > 0 ? (r / most) ** gamma : 1)
}

const choose = Effect.fnUntraced(function*(frame: Frame.Frame<"probability">, gamma: number) {
  const { candidates, key, picked, probability } = frame
  const { add, apart, unsure } = yield* Relevance.make(probability, candidates)
  for (const position of picked) yield* add(position)
  const length = Math.min(frame.budget, candidates.length)
  const positions = new Uint32Array(length), scores = new Float64Array(length)
  const taken = new Uint8Array(candidates.length)
  for (let step = 0; step < length; step++) {
    yield* Kernels.breathe(DRAW * candidates.length)
    const relevance = unsure.map((u, i) => u + apart[i]!)
    const weights = weightsOf(relevance, taken, gamma)
    const i = draw(weights, weights.length, taken, Rng.uniform(key, picked.length + step))
    taken[i] = 1
    positions[step] = candidates[i]!
    scores[step] = relevance[i]!
    if (step + 1 < length) yield* add(candidates[i]!)
  }
  return { positions, scores, evidence: [{ name: "uncertainty", values: Score.scatter(frame, unsure) }] }
})

/**
 * Draws one item after the other, from the key, with probabilities in proportion to (u + D)^γ: u = 1 − (p₁ − p₂) says
 * how unsure the model is, D how far an item's probabilities are from those of all picks (the smallest ‖p − q‖₁, moved
 * and stretched to [0, 1] after each pick; before the first it is u). The score is u + D when the item was drawn. Where
 * all that is left has u + D = 0, all are drawn alike. A number of the key decides a draw along the positions, ascending.
 *
 * O(N C) a pick, O(N) memory.
 *
 * Needs `probability`.
 *
 * Source: Gilhuber, Beer, Ma & Seidl 2024 (Falcun), equations 1 to 6.
 */
export const byRelevance: Select.Maker<FalcunOptions, "probability"> = Select.define({
  name: "by-relevance",
  summary: "draws of what the model is unsure of and what is unlike the picks, in its probabilities",
  source: "Gilhuber, Beer, Ma & Seidl 2024 (Falcun), equations 1 to 6",
  options,
  needs: ["probability"],
  pick: ({ gamma }) => (frame) => choose(frame, gamma)
})
