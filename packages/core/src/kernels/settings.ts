import type { Variant } from "./variant.ts"

/**
 * From where on work is split, and into how much: none of it changes a result. The defaults are for speed; tests draw them
 * small, so that small inputs have many pieces and remainders.
 */
export interface Settings {
  /** Multiply-adds between two yields: a few milliseconds on a slow machine. */
  readonly budget: number
  /** Less work than this, in multiply-adds, is done at once on the calling thread: handing it over would cost more. */
  readonly small: number
  /** Matrices of at least this many bytes get a slab of their own. */
  readonly large: number
  /** Numbers that are copied into a slab between two yields. */
  readonly copy: number
  /** Bytes that are streamed through a slab at a time, for each thread where there are several. */
  readonly streamed: number
  /** The same for one thread: a segment stays in the processor's nearest caches between the copy and the kernel. */
  readonly cached: number
  /** Bytes a thread that are scaled to unit length at a time, while the cache still holds them. */
  readonly scaled: number
  /** Double-precision numbers whose entropies are computed at a time. */
  readonly entropies: number
  /** Numbers of the rows whose clusters are summed at a time. */
  readonly summed: number
  /** Multiply-adds of a block of rows against another, from which follows how many rows a block has. */
  readonly block: number
  /** Groups are searched for neighbors together until they take this many bytes a thread. */
  readonly batch: number
  /** Blocks of a radius graph that are listed at a time for each thread. */
  readonly listed: number
  /** Rows narrower than this have no coarse sketches: they are not worth it. */
  readonly narrow: number
  /** Numbers of the rows (2²² at most) times centers to come, from which on k-means++ looks ahead by coarse sketches. */
  readonly ahead: number
  /** Bytes of the rows that are kept between two passes over a pool: those farthest from all centers; four times as many of 2 GiB. */
  readonly kept: number
  /** Matrices of at least this many bytes are passed over for the rows farthest from all centers; others go by bounds. */
  readonly passed: number
  /** Bytes that rows of a pool which stays in its file, and what is known of them, take in memory at a time. */
  readonly gathered: number
  /** Numbers of gradient embeddings' right factors that are staged at a time. */
  readonly staged: number
}

/** Multiply-adds between two yields, see {@link Settings}. */
export const BUDGET = { "relaxed-simd": 2 ** 24, "simd": 2 ** 23, "typescript": 2 ** 20 } as const

/** The settings of a variant, some of them replaced. */
export const settingsOf = (variant: Variant, some: Partial<Settings> = {}): Settings => ({
  budget: BUDGET[variant],
  small: 2 ** 17,
  large: 2 ** 20,
  copy: 2 ** 20,
  streamed: 2 ** 23,
  cached: 2 ** 18,
  scaled: 2 ** 22,
  entropies: 2 ** 17,
  summed: BUDGET[variant] / 2,
  block: 2 ** 25,
  batch: 2 ** 23,
  listed: 16,
  narrow: 128,
  ahead: 2 ** 25,
  kept: 2 ** 24,
  passed: 2 ** 26,
  gathered: 2 ** 28,
  staged: 2 ** 18,
  ...some
})
