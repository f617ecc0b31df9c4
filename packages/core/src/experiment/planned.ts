/**
 * Whether a plan's strategies find their columns, in types.
 */
import type { Column } from "../Columns.ts"
import type { Embedder } from "../Embedder.ts"
import type { Strategy } from "../Strategy.ts"

/** The columns that a trained model gives, and the targets, which follow from the labels. */
export type FromModel =
  | "probability"
  | "passes"
  | "feature"
  | "projection"
  | "gradient"
  | "labelProbability"
  | "estimate"
  | "target"

/** The columns that a trained model gives a strategy that asks. */
export const fromModel: ReadonlySet<Column> = new Set([
  "probability",
  "passes",
  "feature",
  "projection",
  "gradient",
  "labelProbability",
  "estimate"
])

/** The columns that a strategy needs; none are known of one that was read from text. */
export type NeedsOf<S> = S extends Strategy<infer N, never> ? ([Column] extends [N] ? never : N) : never

/** The columns that nobody gives: neither the plan, nor a trained model, nor an embedder. */
type Lacking<S, C> = Exclude<NeedsOf<S>, keyof C | FromModel | "embedding">

type Wanted<P, K extends keyof P, C> = [Lacking<P[K], C>] extends [never] ? unknown
  : { readonly [Strategy in K]: { readonly "needs a column that the plan's columns lack": Lacking<P[K], C> } }

/**
 * What is intersected with an inferred plan, so that a strategy whose column nobody gives is an error that names the
 * column.
 */
export type Planned<P extends { readonly strategy: unknown; readonly coldStart: unknown; readonly columns: unknown }> =
  & Wanted<P, "strategy", P["columns"]>
  & Wanted<P, "coldStart", P["columns"]>

/** The embedder, where a strategy needs an embedding that the plan does not hold. */
export type EmbedderOf<
  P extends { readonly strategy: unknown; readonly coldStart: unknown; readonly columns: unknown }
> = "embedding" extends Exclude<NeedsOf<P["strategy"]> | NeedsOf<P["coldStart"]>, keyof P["columns"]> ? Embedder : never
