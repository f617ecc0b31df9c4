/**
 * How far is an item from every class's prototype?
 */
import { Score } from "@marginalia/core"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { nearest } from "./similarity.ts"

/**
 * −α with α = max_c cos(Φ(x), P_c), so that the items least like every prototype come first. A zero projection has α =
 * 0. O(N C) for maximally separated prototypes.
 *
 * Fails when the projection's width is not the prototypes', or with two classes, where every α is 1.
 *
 * Needs `projection` and `prototype`.
 *
 * Source: Kasarla et al. 2024, MSAL, equation 2, sorted ascending by α.
 */
export const msal = Score.define({
  name: "msal",
  summary: "minus the cosine with the nearest prototype",
  source: "Kasarla et al. 2024, MSAL, equation 2, sorted ascending by α",
  options: Schema.Struct({}),
  needs: ["projection", "prototype"],
  of: () => (frame) =>
    Effect.map(nearest("msal", frame), ({ similarity }) => {
      const scores = new Float64Array(similarity.length)
      for (let i = 0; i < scores.length; i++) scores[i] = 0 - similarity[i]!
      return scores
    })
})
