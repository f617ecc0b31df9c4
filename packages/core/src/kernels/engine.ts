/**
 * Runs a kernel over many rows in short chunks. The default engine works on the calling thread and yields between
 * chunks; the one in `@marginalia/core/node` hands the chunks to worker threads.
 */
import * as Effect from "effect/Effect"
import type { Args, Kernel, Param } from "./kernel.ts"
import type { Slab } from "./slab.ts"
import type { Variant } from "./variant.ts"

/** How much work a run is: `items` rows of about `cost` multiply-adds each; chunks begin at multiples of `align` (1). */
export interface Work {
  readonly items: number
  readonly cost: number
  readonly align?: number
}

/** See the module. */
export interface Engine {
  readonly variant: Variant
  readonly threads: number
  /**
   * Calls `kernel` with `args(from, to, thread)` for chunks that cover 0 … items − 1, and ends when all are done. A kernel may
   * write only what belongs to its own rows (or to its own aligned block of rows), so that neither the order of the
   * chunks nor the number of threads can change a bit. `thread` (0 … threads − 1) is for scratch of one's own.
   */
  readonly over: <P extends ReadonlyArray<Param>>(
    slab: Slab,
    kernel: Kernel<P>,
    work: Work,
    args: (from: number, to: number, thread: number) => Args<P>
  ) => Effect.Effect<void>
}

/** Multiply-adds between two yields: a few milliseconds on a slow machine. */
const BUDGET = { "relaxed-simd": 2 ** 25, "simd": 2 ** 24, "typescript": 2 ** 21 } as const

/** Items a chunk: within the budget, `parts` chunks at least where there are enough aligned blocks. */
export const chunkSize = (variant: Variant, work: Work, parts: number): number => {
  const align = work.align ?? 1
  const byCost = BUDGET[variant] / Math.max(1, work.cost)
  const size = Math.min(byCost, work.items / parts)
  return Math.max(1, Math.floor(size / align)) * align
}

/** Work since the last yield, counted over all fibers of this thread: tiny calls do not pay for a yield each. */
let spent = 0

/** Counts work done on this thread and yields when the budget is used up. */
export const breathe = (variant: Variant, cost: number): Effect.Effect<void> => {
  spent += cost
  if (spent < BUDGET[variant]) return Effect.void
  spent = 0
  return Effect.yieldNow
}

/** The engine that works on the calling thread, under `Effect.runSync` too. */
export const single = (variant: Variant): Engine => ({
  variant,
  threads: 1,
  over: Effect.fnUntraced(function*(slab, kernel, work, args) {
    const call = slab.bind(kernel, variant)
    const size = chunkSize(variant, work, 1)
    for (let from = 0; from < work.items; from += size) {
      const to = Math.min(work.items, from + size)
      call(...args(from, to, 0))
      yield* breathe(variant, (to - from) * work.cost)
    }
  })
})
