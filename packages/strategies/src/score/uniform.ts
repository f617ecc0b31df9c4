/**
 * A random number a candidate.
 */
import { Rng, Score } from "@marginalia/core"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"

/**
 * A uniform number in [0, 1) for each candidate, drawn by position from the seed: `top(uniform)` is a simple random
 * sample without replacement, whatever the order of the candidates.
 */
export const uniform = Score.define({
  name: "uniform",
  summary: "a random number, drawn by position from the seed",
  options: Schema.Struct({}),
  needs: [],
  of: () => (frame) =>
    Effect.sync(() => {
      const key = Rng.derive(frame.key, "uniform")
      return Score.scatter(frame, Float64Array.from(frame.candidates, (position) => Rng.uniform(key, position)))
    })
})
