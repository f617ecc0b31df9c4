/**
 * The engine whose work is done by this thread and by workers, who take pieces of it from a count that they share.
 */
import * as Effect from "effect/Effect"
import { alignOf, argsFor, bound, calling, chunkSize, type Engine, single, type Step } from "../kernels/engine.ts"
import type { Settings } from "../kernels/settings.ts"
import type { Slab } from "../kernels/slab.ts"
import type { Variant } from "../kernels/variant.ts"
import * as Workspace from "../kernels/workspace.ts"
import { host } from "./host.ts"
import { ASKED, type Call, TAKEN, WORKERS } from "./messages.ts"
import type { Pool } from "./pool.ts"

/** How long pieces are done here before everything else in this thread has its turn, in milliseconds. */
const TURN = 2

/** How long this thread looks whether the others are done before it waits to be told, in milliseconds. */
const LOOK = 0.05

/** Kernels that are called one after the other, and for how many items at a time. */
interface Work {
  readonly calls: (thread: number) => ReadonlyArray<Call>
  readonly size: number
  readonly items: number
  /** The kernels in this thread. */
  readonly here: (from: number, to: number) => void
}

/** The numbers of a task that so many workers help with: see `Task`. */
const numbersOf = (workers: number): number => WORKERS + workers

/**
 * Has this thread and all workers take pieces of a work, whose numbers are at `at`; interrupted, it leaves no more and ends when the pieces under
 * way are done.
 */
const spread = (pool: Pool, slab: Slab, { calls: callsOf, here, items, size }: Work, at: number) =>
  Effect.callback<void>((resume) => {
    const state = () => new Uint32Array(slab.buffer(), at, numbersOf(pool.workers))
    const stop = (): void => void Atomics.store(state(), TAKEN, items)
    state().fill(0)
    /** Workers that are no more. */
    const lost = new Set<number>()
    let isBusy = true, next: NodeJS.Immediate | undefined
    let end = (): void => resume(Effect.void)
    const fail = (error: unknown): void => {
      stop()
      end = () => resume(Effect.die(error))
    }
    const calls = Array.from({ length: Math.min(pool.workers, Math.ceil(items / size) - 1) }, (_, worker) => {
      const task = { calls: callsOf(worker + 1), state: at, done: WORKERS + worker, size, items }
      return pool.call(worker, slab, task, (error) => {
        lost.add(worker)
        fail(error)
        if (!isBusy) look()
      })
    })
    let isOver = false
    /** Ends where all are done; whether they are. */
    const look = (): boolean => {
      if (isOver) return true
      const numbers = state()
      isOver = calls.every((_, worker) => lost.has(worker) || Atomics.load(numbers, WORKERS + worker) !== 0)
      if (!isOver) return false
      for (const call of calls) call.end()
      end()
      return true
    }
    /** Looks for the others to be done, and then waits for them. */
    const wait = (): void => {
      isBusy = false
      for (const until = performance.now() + LOOK; performance.now() < until;) if (look()) return
      Atomics.store(state(), ASKED, 1)
      if (!look()) { for (const call of calls) call.wait(look) }
    }
    /** Does pieces for a while; whether there are more. */
    const turn = (): boolean => {
      for (const until = performance.now() + TURN; performance.now() < until;) {
        const from = Atomics.add(state(), TAKEN, size)
        if (from >= items) return false
        here(from, Math.min(items, from + size))
      }
      return true
    }
    const turns = (): void => {
      next = undefined
      try {
        if (turn()) next = setImmediate(turns)
      } catch (error) {
        fail(error)
      }
      if (next === undefined) wait()
    }
    // Whoever began to read something asks for it first.
    next = setImmediate(turns)
    return Effect.callback<void>((ended) => {
      stop()
      end = () => ended(Effect.void)
      if (next === undefined) return
      clearImmediate(next)
      wait()
    })
  })

/** See the module. Its effects are asynchronous: they do not run under `Effect.runSync`. */
export const threaded = (
  variant: Exclude<Variant, "typescript">,
  pool: Pool,
  some?: Partial<Settings>
): Engine => {
  const alone = single(variant, { settings: some, host })
  const { settings } = alone, threads = pool.workers + 1
  return {
    variant,
    threads,
    settings,
    host,
    ...calling((slab, steps, work) => {
      if (work.items * work.cost < settings.small || slab.memory === undefined) return alone.through(slab, steps, work)
      return Effect.suspend(() => {
        const args = (step: Step, thread: number) => argsFor(step, 0, 0, thread).slice(2)
        const here = steps.map((step) => ({ call: bound(slab, step, variant, host), args: args(step, 0) }))
        const asked: Work = {
          calls: (thread) => steps.map((step) => ({ kernel: step.kernel.name, args: args(step, thread) })),
          size: chunkSize(settings, work, alignOf(steps), threads),
          items: work.items,
          here: (from, to) => {
            for (const { args, call } of here) call(from, to, ...args)
          }
        }
        return Workspace.scratch(slab, 4 * numbersOf(pool.workers), (at) => spread(pool, slab, asked, at))
      })
    })
  }
}
