/**
 * What a clusterer is asked, and what it answers. See `Clusterer`.
 */
import type * as Effect from "effect/Effect"
import type { Matrix, Matrix64 } from "../Matrix.ts"
import type * as Rng from "../Rng.ts"

/** What to cluster, and how. */
export interface ClusterRequest {
  /** The pool's rows, N × d. */
  readonly matrix: Matrix
  /** The positions to cluster, ascending; all by default. */
  readonly rows?: Uint32Array | undefined
  /** A weight ≥ 0 for each of `rows`; 1 by default. */
  readonly weights?: Float64Array | undefined
  /** How many clusters; fewer when there are fewer distinct rows. */
  readonly k: number
  /** What every random number is derived from. */
  readonly key: Rng.Key
  /** How many starts, of which the one of least inertia is kept (1). */
  readonly starts?: number | undefined
  /** At most so many iterations (100). */
  readonly maxIterations?: number | undefined
  /** Stop when the squared shifts of the centers sum to at most this times the mean variance of a column (1e-4). */
  readonly tolerance?: number | undefined
  /** Warm start: these centers first, drawn ones for those that are missing. */
  readonly initial?: Matrix64 | undefined
  /** Told how far it has come. */
  readonly onProgress?: ((done: number, total: number) => Effect.Effect<void>) | undefined
}

/** A partition into non-empty clusters. */
export interface Clustering {
  /** The cluster of each position; −1 off the rows asked for. */
  readonly assignment: Int32Array
  /** The number of rows in each cluster; none is 0. */
  readonly sizes: Uint32Array
  /** The mean of each cluster's rows, weighted if weights were given. */
  readonly centers: Matrix64
  /** Σ weight · squared distance to the own center. */
  readonly inertia: number
  /** How many iterations it took, those of the start that was kept. */
  readonly iterations: number
  /** Whether it came to rest before `maxIterations`. */
  readonly converged: boolean
  /** What else the algorithm has to say, for the trace. */
  readonly notes?: { readonly [name: string]: number | string }
}
