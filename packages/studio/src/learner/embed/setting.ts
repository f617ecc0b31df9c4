/**
 * What is embedded by what, and what comes of it. Tested with `embed.ts`.
 */
import type { Matrix } from "@marginalia/core/Matrix"
import type { SourceText } from "../protocol.ts"

/** An image that cannot be read: its place is black, and nobody asks about it before the others. */
export interface BadItem {
  readonly item: number
  readonly problem: string
}

/** How new items become vectors like the pool's. */
export interface Kept {
  /** `given`: their own numbers; `words` and `fitted`: by what was written; `named`: by the encoder that `text` names. */
  readonly how: "given" | "words" | "fitted" | "named"
  /** As it is written: `pca(64)`. */
  readonly text: string
  /** Names the encoder itself: equal numbers have equal hashes. */
  readonly hash: string
}

/** The pool, embedded. */
export interface Embedded {
  readonly matrix: Matrix
  /** Whether the columns share a unit, as an embedding's do, or each has one of its own. */
  readonly scaling: "whole" | "columns"
  /** What was taken, as text, and what would be better. */
  readonly encoder: string
  readonly advice: string | undefined
  readonly bad: ReadonlyArray<BadItem>
  /** Where that was asked for: how new items become such vectors. */
  readonly kept?: Kept | undefined
}

/** How and where. */
export interface EmbedSetting {
  readonly source: SourceText
  /** The project's folder; by default nothing is kept of what was computed. */
  readonly folder?: string | undefined
  readonly seed: number
  /** The columns of a table of numbers; by default those that the reader of pools takes. */
  readonly columns?: ReadonlyArray<string> | undefined
  /** The folder to write what was learned of the pool into, so that new items become such vectors. Default none. */
  readonly keep?: string | undefined
}
