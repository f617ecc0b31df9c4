/**
 * What needs Node: kernels on worker threads.
 *
 * @module
 */
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { fromEngine, Kernels as Reference, type Service } from "./Kernels.ts"
import { alone } from "./kernels/alone.ts"
import type { Settings } from "./kernels/settings.ts"
import { best, supports, type Variant } from "./kernels/variant.ts"
import { threaded } from "./node/engine.ts"
import { host } from "./node/host.ts"
import * as Pool from "./node/pool.ts"
import { exact } from "./Options.ts"

/** How many threads, and which build of the kernels (the fastest by default). */
export interface Options {
  /** How many threads, the calling one among them. */
  readonly threads: number
  /** The build of the kernels. Default: the fastest that this engine runs. */
  readonly variant?: Variant | undefined
  /** For tests: thresholds and sizes of pieces, which change no result. Default: those that are fast. */
  readonly settings?: Partial<Settings> | undefined
}

/**
 * Kernels on `threads` threads over shared memory, the calling one and workers, for the life of the scope. The results are the same bits as
 * on one thread. The workers start with the first work worth handing over; the calling thread does a few
 * milliseconds of it at a time.
 *
 * `threads: 1` and the variant `typescript` work on the calling thread. With more, effects are asynchronous and do not
 * run under `Effect.runSync`.
 */
const make = Effect.fnUntraced(function*(options: Options) {
  const { settings, threads, variant: asked } = exact("Kernels.make", options, ["settings", "threads", "variant"])
  const variant = asked ?? best()
  if (threads <= 1 || variant === "typescript" || !supports(variant)) return fromEngine(alone(asked, host))
  const pool = yield* Effect.acquireRelease(
    Effect.sync(() => Pool.make(variant, Math.floor(threads) - 1)),
    (pool) => Effect.promise(pool.close)
  )
  return fromEngine(threaded(variant, pool, settings)) satisfies Service
})

/** See {@link make}. */
const layer = (options: Options): Layer.Layer<never> => Layer.effect(Reference, make(options))

export { collect } from "./node/collect.ts"

/** `Kernels.make({ threads })` makes them in a scope; `Kernels.layer({ threads })` puts them in place of the default. */
export const Kernels = { make, layer } as const
