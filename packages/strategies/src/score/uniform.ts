/**
 * A random number a candidate.
 */
import { Rng, Score } from "@marginalia/core"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { inBlocks } from "../uncertainty/blocks.ts"

/** Elementary steps that a random number takes. */
const DRAW = 64

/**
 * A uniform number in [0, 1) for each candidate, drawn by position from the seed: `top(uniform)` is a simple random
 * sample without replacement, whatever the order of the candidates.
 */
export const uniform = Score.define({
  name: "uniform",
  summary: "a random number, drawn by position from the seed",
  options: Schema.Struct({}),
  needs: [],
  of: () => ({ candidates, key, size }) =>
    Effect.suspend(() => {
      const own = Rng.derive(key, "uniform"), scores = new Float64Array(size).fill(Number.NaN)
      const block = (from: number, to: number): void => {
        for (let i = from; i < to; i++) scores[candidates[i]!] = Rng.uniform(own, candidates[i]!)
      }
      return Effect.as(inBlocks(candidates.length, DRAW, block), scores)
    })
})
