/**
 * Someone who has some of a pool's rows, and works near them.
 */
import type * as Effect from "effect/Effect"
import type { Scope } from "effect/Scope"
import type { TilesError } from "../Tiles.ts"
import type { Answer, Question, Tag } from "./question.ts"

/** A conversation: what was asked before is known. One question at a time. */
export type Talk = <T extends Tag>(question: Question<T>) => Effect.Effect<Answer<T>, TilesError>

/** Someone who has some of a pool's rows, and works near them. */
export interface Owner {
  /** The position of its first row in the pool, a multiple of 256. */
  readonly from: number
  /** How many rows it has. */
  readonly rows: number
  /**
   * Begins a conversation, over at the end of the scope; with `unit` the rows are scaled to unit length. Fails with `TilesError` where
   * the owner cannot be reached.
   */
  readonly talk: (unit: boolean) => Effect.Effect<Talk, TilesError, Scope>
}
