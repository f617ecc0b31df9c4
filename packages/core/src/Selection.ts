/**
 * The answer: which items to label next, in which order, and why.
 */
import type { ItemId, Position } from "./Position.ts"
import type { Json } from "./strategy/print.ts"
import type * as Trace from "./Trace.ts"

/** One item to label. */
export interface Pick {
  /** Its own id, or its position in decimal where the pool has no ids. */
  readonly id: ItemId
  /** Its position in the pool, from 0. */
  readonly position: Position
  /** From 1: the order in which the strategy visited the items. The score need not fall with it. */
  readonly rank: number
  /** The score that decided; Infinity is possible. */
  readonly score: number
  /** Why it was picked: its cluster, and how its scores compare. */
  readonly why: Trace.Why
}

/**
 * A class that a model is sure of, for training in this round only (CEAL). Its `id` and `position` are those of a
 * {@link Pick}.
 */
export interface Pseudo {
  readonly id: ItemId
  readonly position: Position
  /** The class, from 0. */
  readonly class: number
  /** How unsure the model is of it: the score that `threshold` is compared with. */
  readonly score: number
  /** The score below which a guess counts as a label in this round. */
  readonly threshold: number
}

/**
 * A strategy's answer to a query. `positions`, `ids`, `scores` and `picks` have one entry for each item, in visiting
 * order.
 */
export interface Selection {
  /** The strategy's text. */
  readonly strategy: string
  /** The strategy's JSON form, with every option resolved. */
  readonly spec: Json
  /** The query's seed. */
  readonly seed: number
  /** The query's round. */
  readonly round: number
  /** The budget that was filled: after clamping. */
  readonly budget: number
  /** The items' positions in the pool. */
  readonly positions: Uint32Array
  /** The items' ids: their own, or their positions in decimal. */
  readonly ids: ReadonlyArray<ItemId>
  /** The score that decided each pick; Infinity is possible. */
  readonly scores: Float64Array
  /** The same item by item, with the reasons. */
  readonly picks: ReadonlyArray<Pick>
  /** Guesses for training in this round; only CEAL makes any. */
  readonly pseudo: ReadonlyArray<Pseudo>
  /** What each step did: its text, what it left, how long it took. */
  readonly trace: ReadonlyArray<Trace.Entry>
}
