/**
 * What is embedded by what, and what comes of it. Tested with `embed.ts`.
 */
import type { Matrix } from "@marginalia/core/Matrix"
import type { SourceText } from "../protocol.ts"
import type { BadItem } from "./pixels.ts"

/** The pool, embedded. */
export interface Embedded {
  readonly matrix: Matrix
  /** Whether the columns share a unit, as an embedding's do, or each has one of its own. */
  readonly scaling: "whole" | "columns"
  /** What was taken, as text, and what would be better. */
  readonly encoder: string
  readonly advice: string | undefined
  readonly bad: ReadonlyArray<BadItem>
}

/** How and where. */
export interface EmbedSetting {
  readonly source: SourceText
  /** The project's folder. */
  readonly folder: string
  readonly seed: number
}
