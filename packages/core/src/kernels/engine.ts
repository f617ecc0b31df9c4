/**
 * Runs a kernel over many rows in short chunks. The default engine works on the calling thread and yields between
 * chunks; the one in `@marginalia/core/node` hands the chunks to worker threads.
 */
import * as Effect from "effect/Effect"
import type { Device } from "../device/device.ts"
import { breathe } from "./breathe.ts"
import { argsOf, type Constants, type Param, type Ranged, type Scratch } from "./kernel.ts"
import { type Settings, settingsOf } from "./settings.ts"
import type { Slab } from "./slab.ts"
import type { Variant } from "./variant.ts"

export { breathe } from "./breathe.ts"

/** How much work a run is: `items` rows (or other items) of about `cost` multiply-adds each. */
export interface Work {
  readonly items: number
  readonly cost: number
  /** Bytes of an item that several kernels look at one after the other: pieces then have room in a core's cache. */
  readonly bytes?: number | undefined
}

/** A kernel, with what is the same for all ranges. */
export interface Step {
  readonly kernel: Ranged
  readonly constants: ReadonlyArray<number | Scratch>
}

/** Makes a step of a kernel and what it is called with behind the range. */
export const step = <P extends ReadonlyArray<Param>>(kernel: Ranged<P>, constants: NoInfer<Constants<P>>): Step => ({
  // A step is called with the constants that it has, which are those of its kernel.
  kernel: kernel as unknown as Ranged,
  constants: constants as ReadonlyArray<number | Scratch>
})

/** A function that is called for ranges, in a memory of which it sees at least so many bytes. */
export type Hosted = (buffer: (end: number) => ArrayBufferLike) => (...args: ReadonlyArray<number>) => void

/** What an engine calls by name as it calls kernels, and which is no kernel: it does what WebAssembly cannot. */
export type Host = ReadonlyMap<string, Hosted>

/** See the module. */
export interface Engine {
  readonly variant: Variant
  readonly threads: number
  readonly settings: Settings
  /** What kernels ask first where much is to be multiplied; no result depends on it. Default: nothing. */
  readonly device?: Device | undefined
  /** What can be called beside kernels. Default: nothing. */
  readonly host?: Host | undefined
  /**
   * Calls `kernel` for ranges that cover items 0 … items − 1, each item once, and ends when all are done. The engine fills
   * in the range (and each thread's part of scratch memory), the caller what is the same for all ranges. A kernel may write
   * only what belongs to its own items, so that neither the cuts nor their order nor the number of threads can change a bit.
   */
  readonly over: <P extends ReadonlyArray<Param>>(
    slab: Slab,
    kernel: Ranged<P>,
    work: Work,
    constants: NoInfer<Constants<P>>
  ) => Effect.Effect<void>
  /**
   * Calls several kernels for each range, one after the other, while what they look at is in a core's cache. Of another item than those of
   * its range a kernel may not look at what one before it writes.
   */
  readonly through: (slab: Slab, steps: ReadonlyArray<Step>, work: Work) => Effect.Effect<void>
}

/** What a step's kernel is called with for one range on one thread. */
export const argsFor = ({ constants }: Step, from: number, to: number, thread: number): ReadonlyArray<number> =>
  argsOf(from, to, constants as Constants<ReadonlyArray<Param>>, thread)

/** A step's kernel in this thread. */
export const bound = (slab: Slab, { kernel }: Step, variant: Variant, host?: Host) =>
  host?.get(kernel.name)?.(slab.buffer) ?? slab.bind(kernel, variant) as (...args: ReadonlyArray<number>) => void

/** Both ways to call kernels, by that of several. */
export const calling = (through: Engine["through"]): Pick<Engine, "over" | "through"> => ({
  through,
  over: (slab, kernel, work, constants) => through(slab, [step(kernel, constants)], work)
})

/** Items `from … to − 1` of a work, for a thread. */
export interface Range {
  readonly from: number
  readonly to: number
  readonly thread: number
}

/**
 * How a work is cut: ranges that cover 0 … items − 1, each item once, and begin at multiples of `align`; in the order in
 * which they are done. `size` is how many items a chunk of the usual length has.
 */
export type Cut = (work: Work, align: number, size: number) => Iterable<Range>

/** Items a chunk: within the budget, about `parts` chunks at least where there are enough aligned blocks. */
export const chunkSize = ({ budget, cached }: Settings, work: Work, align: number, parts: number): number => {
  const byCost = Math.floor(budget / Math.max(1, work.cost) / align)
  const byBytes = work.bytes === undefined ? byCost : Math.floor(cached / Math.max(1, work.bytes) / align)
  const share = Math.ceil(work.items / align / parts)
  return Math.max(1, Math.min(byCost, byBytes, share)) * align
}

const divisor = (a: number, b: number): number => b === 0 ? a : divisor(b, a % b)

/** What ranges begin at multiples of, so that each of some kernels may be called for them. */
export const alignOf = (steps: ReadonlyArray<Step>): number =>
  steps.reduce((align, { kernel }) => align / divisor(align, kernel.align) * kernel.align, 1)

/** Chunks of the usual length, one after the other. */
export const evenly: Cut = function*({ items }, _align, size) {
  for (let from = 0; from < items; from += size) yield { from, to: Math.min(items, from + size), thread: 0 }
}

/** What an engine on the calling thread may be told: settings, and for tests other cuts, for as many threads. */
export interface Options {
  readonly settings?: Partial<Settings> | undefined
  readonly cut?: Cut | undefined
  readonly threads?: number | undefined
  readonly host?: Host | undefined
}

/** The engine that works on the calling thread, under `Effect.runSync` too. */
export const single = (variant: Variant, { cut = evenly, host, settings: some, threads = 1 }: Options = {}): Engine => {
  const settings = settingsOf(variant, some)
  return {
    variant,
    threads,
    settings,
    host,
    ...calling(Effect.fnUntraced(function*(slab, steps, work) {
      const calls = steps.map((step) => ({ step, call: bound(slab, step, variant, host) }))
      const align = alignOf(steps), size = chunkSize(settings, work, align, threads)
      for (const { from, thread, to } of cut(work, align, size)) {
        yield* breathe(variant, (to - from) * work.cost)
        for (const { call, step } of calls) call(...argsFor(step, from, to, thread))
      }
    }))
  }
}
