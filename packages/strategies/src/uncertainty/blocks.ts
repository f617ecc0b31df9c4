/**
 * Long loops in short blocks, so that interruption, timers and progress live.
 */
import { Kernels } from "@marginalia/core"
import * as Effect from "effect/Effect"

/** Elementary steps in a block: a millisecond or two. */
const BUDGET = 2 ** 20

/**
 * Calls `body(from, to)` for blocks that cover 0 … n − 1, with room for the event loop before each; `cost` is elementary
 * steps an item.
 */
export const inBlocks = Effect.fnUntraced(function*(
  n: number,
  cost: number,
  body: (from: number, to: number) => void
) {
  const size = Math.max(1, Math.floor(BUDGET / Math.max(1, cost)))
  for (let from = 0; from < n; from += size) {
    const to = Math.min(n, from + size)
    yield* Kernels.breathe(cost * (to - from))
    body(from, to)
  }
})
