/**
 * The engine that hands chunks to worker threads.
 */
import * as Effect from "effect/Effect"
import { chunkSize, type Engine, single } from "../kernels/engine.ts"
import { argsOf } from "../kernels/kernel.ts"
import type { Settings } from "../kernels/settings.ts"
import type { Slab } from "../kernels/slab.ts"
import type { Variant } from "../kernels/variant.ts"
import type { Pool } from "./pool.ts"

/** Tasks that a worker has at a time: one to do, and one that waits so that it never waits itself. */
const AHEAD = 2

/** A kernel with what is the same for all ranges, to be called for one. */
interface Task {
  readonly kernel: string
  readonly args: (from: number, to: number, thread: number) => ReadonlyArray<number>
}

/** Calls the kernel chunk by chunk; interrupted, it hands out no more and ends when the chunks under way are done. */
const spread = (pool: Pool, slab: Slab, size: number, items: number, { args, kernel }: Task) =>
  Effect.callback<void>((resume) => {
    let from = 0
    let open = 0
    let idle = (): void => resume(Effect.void)
    const hand = (thread: number): void => {
      if (from >= items) return
      const start = from
      from = Math.min(items, start + size)
      open++
      pool.call(thread, slab, kernel, args(start, from, thread), (error) => {
        open--
        if (error === undefined) hand(thread)
        else stop(error)
        if (open === 0) idle()
      })
    }
    const stop = (error: unknown): void => {
      from = items
      idle = () => resume(Effect.die(error))
    }
    for (let task = 0; task < AHEAD * pool.threads; task++) hand(task % pool.threads)
    return Effect.callback<void>((ended) => {
      from = items
      idle = () => ended(Effect.void)
      if (open === 0) idle()
    })
  })

/** See the module. Its effects are asynchronous: they do not run under `Effect.runSync`. */
export const threaded = (
  variant: Exclude<Variant, "typescript">,
  pool: Pool,
  some?: Partial<Settings>
): Engine => {
  const alone = single(variant, { settings: some })
  const { settings } = alone
  return {
    variant,
    threads: pool.threads,
    settings,
    over: (slab, kernel, work, constants) => {
      const { align, name } = kernel
      if (work.items * work.cost < settings.small || slab.memory === undefined) {
        return alone.over(slab, kernel, work, constants)
      }
      return spread(pool, slab, chunkSize(settings, work, align, pool.threads), work.items, {
        kernel: name,
        args: (from, to, thread) => argsOf(from, to, constants, thread)
      })
    }
  }
}
