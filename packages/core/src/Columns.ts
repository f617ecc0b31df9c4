/**
 * What may be known about a pool, item by item.
 */
import type { Matrix, Matrix64 } from "./Matrix.ts"

/**
 * A partition of the pool: `assignment[i]` is the cluster of the item at position `i`, −1 for an item in none.
 * `centers` has one row a cluster; without it the members' means are taken.
 */
export interface Clusters {
  readonly assignment: Int32Array
  readonly centers?: Matrix64
}

/**
 * Gradient embeddings in factors: item `i` stands for the outer product of row `i` of `left` (N × C) and of row `i`
 * of `right` (N × d), which is never built.
 */
export interface Factors {
  readonly left: Matrix
  readonly right: Matrix
}

/**
 * The columns, by name. Open: a column of your own is declared by merging into this interface, and is then known to
 * queries, frames and parts like the others. At run time its name is known once a part that needs or adds it was made, or
 * by `declareColumn`, which can also check its values; lists and matrices must have a value or a row an item, unless
 * `declareColumn` says otherwise.
 *
 * ```ts
 * declare module "@marginalia/core" {
 *   interface Columns {
 *     readonly age: Float64Array
 *   }
 * }
 * ```
 *
 * - `embedding`: N × d, from a self-supervised or any other encoder
 * - `probability`: N × C, rows that sum to one
 * - `passes`: T matrices N × C, one a stochastic pass (or a committee's member)
 * - `feature`: N × any width, the classifier's penultimate activations
 * - `projection`: N × (C − 1), Φ(x) of a maximum-separation network
 * - `prototype`: C × (C − 1), one row a class
 * - `gradient`: factors of BADGE's gradient embedding
 * - `cluster`: a partition
 * - `heldOut`: N × C, what a model says of items whose labels it was not trained on, as probabilities or logits; rows of zeros
 *   for all others
 * - `labelProbability`: N × K, where an item may have several of K labels (or none): the probability of each, from 0 to 1; rows
 *   need not sum to one
 * - `estimate`: N × T, where labels are numbers: what a model says of each item, a column a pass (or a committee's member); the
 *   mean of a row is the prediction
 * - `target`: where labels are numbers, that of each item that has one, by position; NaN elsewhere
 */
export interface Columns {
  readonly embedding: Matrix
  readonly probability: Matrix
  readonly passes: ReadonlyArray<Matrix>
  readonly feature: Matrix
  readonly projection: Matrix
  readonly prototype: Matrix64
  readonly gradient: Factors
  readonly cluster: Clusters
  readonly heldOut: Matrix
  readonly labelProbability: Matrix
  readonly estimate: Matrix
  readonly target: Float64Array
}

/** The name of a column. */
export type Column = keyof Columns

/**
 * Whether a `value` of a column of groups says that the item is in none: nothing, an empty text, and −1, as a number or written out.
 */
export const isNoGroup = (value: unknown): boolean =>
  value === null || value === undefined || value === -1 ||
  (typeof value === "string" && (value.trim() === "" || Number(value) === -1))

/** Some of the columns. */
export type Given<C extends Column> = { readonly [K in C]: Columns[K] }
