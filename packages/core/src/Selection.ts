/**
 * The answer: which items to label next, in which order, and why.
 */
import type { ItemId, Position } from "./Position.ts"
import type { Json } from "./strategy/print.ts"
import type * as Trace from "./Trace.ts"

/** One item to label. */
export interface Pick {
  readonly id: ItemId
  readonly position: Position
  /** From 1: the order in which the strategy visited the items. The score need not fall with it. */
  readonly rank: number
  /** The score that decided; Infinity is possible. */
  readonly score: number
  readonly why: Trace.Why
}

/** A class that a model is sure of, for training in this round only (CEAL). */
export interface Pseudo {
  readonly id: ItemId
  readonly position: Position
  readonly class: number
  readonly score: number
  readonly threshold: number
}

/** A strategy's answer to a query. */
export interface Selection {
  /** The strategy's text. */
  readonly strategy: string
  /** The strategy's JSON form, with every option resolved. */
  readonly spec: Json
  readonly seed: number
  readonly round: number
  /** The budget that was filled: after clamping. */
  readonly budget: number
  readonly positions: Uint32Array
  readonly ids: ReadonlyArray<ItemId>
  readonly scores: Float64Array
  readonly picks: ReadonlyArray<Pick>
  readonly pseudo: ReadonlyArray<Pseudo>
  readonly trace: ReadonlyArray<Trace.Entry>
}
