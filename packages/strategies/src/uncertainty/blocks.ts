/**
 * Long loops in short blocks, so that interruption, timers and progress live.
 */
import * as Effect from "effect/Effect"

/** Elementary steps between two yields: a few milliseconds. */
const BUDGET = 2 ** 22

/** Calls `body(from, to)` for blocks that cover 0 … n − 1, yielding between; `cost` is elementary steps an item. */
export const inBlocks = Effect.fnUntraced(function*(
  n: number,
  cost: number,
  body: (from: number, to: number) => void
) {
  const size = Math.max(1, Math.floor(BUDGET / Math.max(1, cost)))
  for (let from = 0; from < n; from += size) {
    if (from > 0) yield* Effect.yieldNow
    body(from, Math.min(n, from + size))
  }
})
