/**
 * How many passes say another class than the model?
 */
import { type Frame, Kernels, Score } from "@marginalia/core"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { inBlocks } from "./blocks.ts"
import { favorite } from "./passes.ts"

const shares = Effect.fnUntraced(function*(frame: Frame.Frame<"passes" | "probability">) {
  const { candidates, passes, probability } = frame, { cols } = probability
  const out = new Float64Array(candidates.length)
  yield* inBlocks(candidates.length, (passes.length + 1) * cols, (from, to) => {
    for (let i = from; i < to; i++) {
      const at = candidates[i]! * cols, said = favorite(probability.data, at, cols)
      let others = 0
      for (const { data } of passes) if (favorite(data, at, cols) !== said) others++
      out[i] = others / passes.length
    }
  })
  yield* Kernels.breathe(frame.size)
  return Score.scatter(frame, out)
})

/**
 * The share of the stochastic passes whose most probable class is not the model's own (that of `probability`): 0 where
 * all agree with it, 1 where none does. Ties of classes go to the smaller one. O(T N C).
 *
 * Needs `passes` and `probability`.
 *
 * Source: Gupte, Aklilu, Nirschl & Yeung-Levy 2024 (DropQuery), section 3.
 */
export const disagreement = Score.define({
  name: "disagreement",
  summary: "the share of stochastic passes whose most probable class is not the model's own",
  source: "Gupte, Aklilu, Nirschl & Yeung-Levy 2024 (DropQuery), section 3",
  options: Schema.Struct({}),
  needs: ["passes", "probability"],
  of: () => shares
})
