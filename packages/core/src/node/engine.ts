/**
 * The engine that hands chunks to worker threads.
 */
import * as Effect from "effect/Effect"
import { chunkSize, type Engine, single, type Work } from "../kernels/engine.ts"
import type { Slab } from "../kernels/slab.ts"
import type { Variant } from "../kernels/variant.ts"
import type { Pool } from "./pool.ts"

/** Less work than this (in multiply-adds) is done at once on the calling thread: handing it over would cost more. */
const SMALL = 2 ** 17

/** Tasks that a worker has at a time: one to do, and one that waits so that it never waits itself. */
const AHEAD = 2

type Task = (from: number, to: number, thread: number) => ReadonlyArray<number>

/** Calls the kernel chunk by chunk; interrupted, it hands out no more and ends when the chunks under way are done. */
const spread = (pool: Pool, slab: Slab, kernel: string, size: number, { items }: Work, args: Task) =>
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
export const threaded = (variant: Exclude<Variant, "typescript">, pool: Pool): Engine => {
  const alone = single(variant)
  return {
    variant,
    threads: pool.threads,
    over: (slab, kernel, work, args) =>
      work.items * work.cost < SMALL || slab.memory === undefined
        ? alone.over(slab, kernel, work, args)
        : spread(pool, slab, kernel.name, chunkSize(variant, work, pool.threads), work, args)
  }
}
