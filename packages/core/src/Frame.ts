/**
 * What is known at one point of a pipeline: the candidates that are left, and the columns computed so far.
 */
import type { Column, Columns, Given } from "./Columns.ts"
import type { Key } from "./Rng.ts"
import type { Tiled } from "./Tiles.ts"

/** A score that a step computed on its way, kept to explain the picks. */
export interface Evidence {
  /** The score's name. */
  readonly name: string
  /** The score of each item of the pool, by position; NaN where it has none. */
  readonly values: Float64Array
  /** The cluster of each item, by position, where ranks are counted within clusters. */
  readonly group?: Int32Array
}

/** What every frame holds. Positions are ascending wherever no other order is stated. */
export interface Base {
  /** The number of items in the pool. */
  readonly size: number
  /** The positions that have labels. */
  readonly labeled: Uint32Array
  /** The class of each labeled item, by index into `labeled`; −1 where it is unknown. */
  readonly labels: Int32Array
  /** The number of classes, when it is known. */
  readonly classes: number | undefined
  /** Whether `classes` was only inferred from the labels so far, the highest plus one: then it may still grow. */
  readonly classesInferred?: boolean
  /** The positions that may still be chosen. */
  readonly candidates: Uint32Array
  /** What was already chosen in this query, in order: by the other part of a mix, or before a filter was dropped. */
  readonly picked: Uint32Array
  /**
   * Those of `picked` that the same strategy chose before, where it is asked for a batch in turns, which may end before it is full.
   * Default: it is asked once, and for all.
   */
  readonly again?: Uint32Array | undefined
  /** The columns that the caller has handed over: a part may write over them. */
  readonly owned?: ReadonlySet<Column>
  /** The columns that stay in their files: they are not among the frame's others. Default none. */
  readonly tiled?: Tiled | undefined
  /** How many picks are wanted. */
  readonly budget: number
  /** The round of the experiment, from 0. */
  readonly round: number
  /** The key that this step derives its random numbers from. */
  readonly key: Key
  /** The candidates before each filter so far, the last filter's last. */
  readonly wider: ReadonlyArray<Uint32Array>
  /** The scores computed so far. */
  readonly evidence: ReadonlyArray<Evidence>
}

/** A frame that holds at least the columns `C`. */
export type Frame<C extends Column = never> = Base & Given<C>

/** A frame of which nothing is known statically. */
export type Any = Base & Partial<Columns>

/** What a step changes: columns set, candidates filtered (ascending), evidence and notes added. */
export interface Patch {
  readonly columns?: Partial<Columns>
  /** Columns that stay in their files, as parts after this one see them. */
  readonly tiled?: Tiled
  readonly candidates?: Uint32Array
  readonly evidence?: ReadonlyArray<Evidence>
  readonly notes?: Notes
}

/** Facts for the trace: inertia, recall, the number of rows left as they are. */
export type Notes = { readonly [name: string]: string | number | boolean }

/** The frame after a step: `patch` says which columns it set, which candidates it kept and which scores it computed. */
export const apply = (self: Any, patch: Patch): Any => ({
  ...self,
  ...patch.columns,
  ...(patch.tiled === undefined ? {} : { tiled: patch.tiled }),
  ...(patch.candidates === undefined
    ? {}
    : { candidates: patch.candidates, wider: [...self.wider, self.candidates] }),
  evidence: patch.evidence === undefined ? self.evidence : [...self.evidence, ...patch.evidence]
})

/** Two lists of positions, all of `a` and then all of `b`. */
export const concat = (a: Uint32Array, b: Uint32Array): Uint32Array => {
  const both = new Uint32Array(a.length + b.length)
  both.set(a)
  both.set(b, a.length)
  return both
}

/** `from` without the positions in `drop`; the order is kept. */
export const without = (from: Uint32Array, drop: Uint32Array): Uint32Array => {
  if (drop.length === 0) return from
  const gone = new Set(drop)
  return from.filter((position) => !gone.has(position))
}

/**
 * Undoes the last filter: its candidates come back, less the `picks` made meanwhile, by which the budget falls.
 * `undefined` when there is no filter.
 */
export const widen = (self: Any, picks: Uint32Array): Any | undefined => {
  const before = self.wider.at(-1)
  if (before === undefined) return undefined
  const picked = concat(self.picked, picks)
  return {
    ...self,
    candidates: without(before, picked),
    wider: self.wider.slice(0, -1),
    picked,
    budget: self.budget - picks.length
  }
}

/** Whether `some` is `all` with none, some or all left out: the same order, nothing new, nothing twice. */
export const isSubsequence = (some: Uint32Array, all: Uint32Array): boolean => {
  let at = 0
  for (const position of some) {
    while (at < all.length && all[at] !== position) at += 1
    if (at === all.length) return false
    at += 1
  }
  return true
}

/** A byte a position, for a pool of `size` items: 1 where it is among `positions`, else 0. */
export const mask = (size: number, positions: Uint32Array): Uint8Array => {
  const set = new Uint8Array(size)
  for (const position of positions) set[position] = 1
  return set
}
