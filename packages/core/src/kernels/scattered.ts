/**
 * An engine for tests: it cuts every work at places drawn from a seed and does the pieces in an order drawn from it, with
 * thresholds so small that small inputs have many segments and remainders. What a kernel gives must not depend on it.
 */
import * as Rng from "../Rng.ts"
import { type Cut, type Engine, type Range, single } from "./engine.ts"
import { type Settings, settingsOf } from "./settings.ts"
import type { Variant } from "./variant.ts"

/** From 1 to `most`, small numbers as likely as large ones. */
const between = (draw: () => number, most: number): number => Math.max(1, Math.floor(most ** draw()))

/** Settings that a seed determines: each its default or less, down to one row (or block, or group) at a time. */
export const settingsFrom = (variant: Variant, seed: number): Settings => {
  const draw = Rng.reader(Rng.derive(Rng.fromSeed(seed), "settings"))
  const usual = settingsOf(variant)
  const drawn: Partial<Record<string, number>> = {}
  for (const [name, value] of Object.entries(usual)) drawn[name] = between(draw, value)
  // A slab of its own for every matrix takes long: now and then only.
  return { ...usual, ...drawn, large: draw() < 0.1 ? 1 : usual.large }
}

/** Pieces of up to a few aligned blocks each, the last as long as it happens to be. */
const pieces = (draw: () => number, items: number, align: number): Array<readonly [from: number, to: number]> => {
  const most = between(draw, Math.ceil(items / align))
  const cut: Array<readonly [number, number]> = []
  for (let from = 0; from < items;) {
    const to = Math.min(items, from + align * (1 + Math.floor(most * draw())))
    cut.push([from, to])
    from = to
  }
  return cut
}

/** Cuts drawn from a seed, every work others, for so many threads. */
export const cutsFrom = (seed: number, threads: number): Cut => {
  const key = Rng.derive(Rng.fromSeed(seed), "cuts")
  let works = 0
  return ({ items }, align) => {
    const own = Rng.derive(key, works++)
    const draw = Rng.reader(own)
    const cut = pieces(draw, items, align)
    return Array.from(Rng.permutation(Rng.derive(own, "order"), cut.length), (at): Range => {
      const [from, to] = cut[at]!
      return { from, to, thread: Math.floor(threads * draw()) }
    })
  }
}

/** See the module. All of it follows from the seed, 1 to 8 threads' scratch memory included. */
export const scattered = (variant: Variant, seed: number): Engine => {
  const threads = 1 + Math.floor(8 * Rng.uniform(Rng.derive(Rng.fromSeed(seed), "threads"), 0))
  return single(variant, { cut: cutsFrom(seed, threads), settings: settingsFrom(variant, seed), threads })
}
