/**
 * Kernels that ask a graphics card first, by WebGPU: in browsers `navigator.gpu`, in Node what the package `webgpu` makes.
 *
 * A card multiplies in single precision, in whatever order. So it tells which rows are surely nearest, within a radius or too near to be
 * the farthest, by a bound of its own rounding; all that the bound leaves open is decided by the same kernels on the processor as without
 * it. Picks, scores and traces are the same bits.
 *
 * @module
 */
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Scope from "effect/Scope"
import type { Share } from "./device/device.ts"
import { fromEngine, Kernels, type Service } from "./Kernels.ts"
import { exact } from "./Options.ts"
import { faultOf } from "./webgpu/check.ts"
import { makeCommands } from "./webgpu/commands.ts"
import { makeDevice, type Opened } from "./webgpu/device.ts"
import { WebGpuUnavailable } from "./webgpu/errors.ts"
import { makeStore } from "./webgpu/store.ts"
import type { Adapter, Gpu, GpuDevice } from "./webgpu/types.ts"

export { type Unavailable, WebGpuUnavailable } from "./webgpu/errors.ts"
export type { Adapter, Gpu, GpuBuffer, GpuDevice, Info, Limits } from "./webgpu/types.ts"
export type { Share }

/** Which WebGPU, and how much of a card's memory. */
export interface Options {
  /** `navigator.gpu` of a browser, or in Node `create([])` of the package `webgpu`. */
  readonly gpu: Gpu
  /** Bytes of the card's memory that rows may take; beyond them they are brought there tile by tile. Default: 1 GiB. */
  readonly memory?: number | undefined
  /** For tests: sizes that change no result. Default: those that are fast. */
  readonly settings?: Partial<Settings> | undefined
}

/** From where on work is handed over, and into how much it is split; see {@link Options}. */
export interface Settings {
  /** Bytes of a tile of rows, at most what the adapter's limits allow. */
  readonly tile: number
  /** Multiply-adds that are worth handing over. */
  readonly worth: number
  /** Multiply-adds that are asked for at a time. */
  readonly most: number
}

/** Kernels that ask a card, and what it came to. */
export interface Kerneled {
  readonly kernels: Service
  /** What the adapter calls itself. */
  readonly adapter: string
  /** By kind of work, how much was asked and how much of it was left to the processor. */
  readonly shares: () => { readonly [work: string]: Share }
  /** Bytes of rows that are on the card. */
  readonly bytes: () => number
  /** Why the card is not asked any more: it was lost, or refused something. Undefined where it is. */
  readonly gone: () => string | undefined
}

const GIB = 2 ** 30

const usual: Settings = { tile: 2 ** 28, worth: 2 ** 26, most: 2 ** 34 }

/** What an adapter calls itself. */
export const nameOf = ({ info }: Pick<Adapter, "info">): string =>
  [...new Set([info?.vendor, info?.architecture, info?.device, info?.description])].filter(Boolean).join(" ") ||
  "unnamed"

/** The adapter that is to be used; of several the fastest. Fails with `WebGpuUnavailable` where there is none. */
export const adapterOf = (gpu: Gpu): Effect.Effect<Adapter, WebGpuUnavailable> =>
  Effect.tryPromise({
    try: () => gpu.requestAdapter({ powerPreference: "high-performance" }),
    catch: (cause) => new WebGpuUnavailable({ reason: { _tag: "NotStarted", cause } })
  }).pipe(
    Effect.flatMap((adapter) =>
      adapter === null ? new WebGpuUnavailable({ reason: { _tag: "NoAdapter" } }) : Effect.succeed(adapter)
    )
  )

/** A device with room for as large buffers as the adapter has, until the scope ends. */
const deviceOf = (adapter: Adapter): Effect.Effect<GpuDevice, WebGpuUnavailable, Scope.Scope> => {
  const { maxBufferSize, maxStorageBufferBindingSize } = adapter.limits
  return Effect.acquireRelease(
    Effect.tryPromise({
      try: () => adapter.requestDevice({ requiredLimits: { maxBufferSize, maxStorageBufferBindingSize } }),
      catch: (cause) => new WebGpuUnavailable({ reason: { _tag: "NoDevice", adapter: nameOf(adapter), cause } })
    }),
    (device) => Effect.sync(() => device.destroy())
  )
}

const opened = Effect.fnUntraced(function*(options: Options) {
  const { gpu, memory = GIB, settings } = exact("webgpu.make", options, ["gpu", "memory", "settings"])
  const adapter = yield* adapterOf(gpu), name = nameOf(adapter), device = yield* deviceOf(adapter)
  const { most, tile, worth } = { ...usual, ...settings },
    { maxBufferSize, maxStorageBufferBindingSize } = device.limits
  const sizes = { tile: Math.min(tile, maxBufferSize, maxStorageBufferBindingSize), memory }
  const made = Effect.map(makeCommands(device), (commands) => ({ commands, store: makeStore(device, sizes) }))
  const parts = yield* Effect.acquireRelease(made, ({ commands, store }) =>
    Effect.sync(() => {
      store.free()
      commands.free()
    })).pipe(
      Effect.mapError(({ why: cause }) => new WebGpuUnavailable({ reason: { _tag: "NoDevice", adapter: name, cause } }))
    )
  const there = makeDevice({ name, device, most, worth, ...parts }), found = yield* faultOf(there)
  if (found !== undefined) {
    return yield* new WebGpuUnavailable({ reason: { _tag: "Unfit", adapter: name, found: there.gone() ?? found } })
  }
  return there satisfies Opened as Opened
})

/**
 * The kernels that are there, by default those on the calling thread, with a card that they ask first, for the life of the scope.
 * `options` say which WebGPU, and how much of the card's memory may be taken.
 *
 * With it effects are asynchronous; under `Effect.runSync` they work without the card. Fails with `WebGpuUnavailable` where there is no
 * adapter, or where it does not pass a first test. A card that is lost later is asked no more, which the trace tells as `kernels`; no
 * result changes.
 */
export const make = (options: Options): Effect.Effect<Kerneled, WebGpuUnavailable, Scope.Scope> =>
  Effect.gen(function*() {
    const kernels = yield* Kernels, device = yield* opened(options), { bytes, gone, name, shares } = device
    return { kernels: fromEngine({ ...kernels, device }), adapter: name, bytes, gone, shares }
  })

/**
 * A layer with the kernels of {@link make} in place of those there are; `options` are those of that. Fails with `WebGpuUnavailable` where
 * there is no adapter, or where it does not pass a first test.
 */
export const layer = (options: Options): Layer.Layer<never, WebGpuUnavailable> =>
  Layer.effect(Kernels, Effect.map(make(options), ({ kernels }) => kernels))
