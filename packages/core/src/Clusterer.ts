/**
 * Clustering as a service: k-means of our own by default, so that other libraries can take its place.
 */
import * as Context from "effect/Context"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { breathe, Kernels } from "./Kernels.ts"
import { BATCHING, type Batching } from "./kmeans/batches.ts"
import { kmeans as run } from "./kmeans/kmeans.ts"
import { miniBatchOver } from "./kmeans/mini-batch-over.ts"
import { miniBatch as runBatches } from "./kmeans/mini-batch.ts"
import { kmeansOver } from "./kmeans/over-tiles.ts"
import { type ClusteringProblem, inWords, problemOf } from "./kmeans/refusal.ts"
import type { Clustering, ClusterRequest } from "./kmeans/request.ts"
import type { TilesRequest } from "./kmeans/tiles-request.ts"
import { call } from "./ports/call.ts"
import { problemOfClustering } from "./ports/clustering.ts"
import type { TilesError } from "./Tiles.ts"

export type { Batching, Clustering, ClusteringProblem, ClusterRequest, TilesRequest }
export { problemOf }

/**
 * The rows could not be clustered; `reason` says why. A clusterer of one's own fails with `Failed` where none of the others says
 * it.
 */
export class ClusteringError extends Data.TaggedError("ClusteringError")<{
  readonly clusterer: string
  readonly reason: ClusteringProblem
}> {
  readonly exitCode = 1
  override get message(): string {
    return `${this.clusterer}: ${inWords(this.reason)}`
  }
}

/**
 * What clusters rows: a name for messages and for the trace, and a function. {@link make} checks requests before they
 * reach it.
 */
export interface Service {
  /** How it is called in messages. */
  readonly name: string
  /** Assigns each row asked for to one of at most `k` clusters. Fails with {@link ClusteringError}. */
  readonly cluster: (request: ClusterRequest) => Effect.Effect<Clustering, ClusteringError>
  /** The same of rows that stay in their file, to the bit. Default: none, and {@link askOver} refuses them. */
  readonly over?: ((request: TilesRequest) => Effect.Effect<Clustering, ClusteringError | TilesError>) | undefined
}

/** Does what is asked unless that makes no sense. */
const unless = <A, E>(
  clusterer: string,
  reason: ClusteringProblem | undefined,
  run: () => Effect.Effect<A, E>
): Effect.Effect<A, E | ClusteringError> =>
  reason === undefined ? run() : Effect.fail(new ClusteringError({ clusterer, reason }))

/**
 * A clusterer that checks requests first; for those who bring their own.
 *
 * `name` appears in messages; `cluster` is called with requests that {@link problemOf} finds nothing wrong with, and so is `over`, of rows
 * that stay in their file (default: there is none). Requests that make no sense fail with {@link ClusteringError}.
 */
export const make = (name: string, cluster: Service["cluster"], over?: Service["over"]): Service => ({
  name,
  cluster: (request) => Effect.suspend(() => unless(name, problemOf(request), () => cluster(request))),
  over: over &&
    ((request) =>
      Effect.suspend(() => unless(name, problemOf({ ...request, matrix: request.tiles }), () => over(request))))
})

/** Elementary steps a row of the look at an answer. */
const LOOK = 16

/**
 * Asks a clusterer, and checks what it answers: a cluster for each row asked for, none empty, finite centers. Fails with
 * `ClusteringError` on a request or an answer that makes no sense. Strategies ask by this, never directly.
 */
export const ask = (
  { cluster, name }: Service,
  request: ClusterRequest
): Effect.Effect<Clustering, ClusteringError> => {
  const failed = (reason: ClusteringProblem) => new ClusteringError({ clusterer: name, reason })
  const broken = (problem: string, cause?: unknown) => failed({ _tag: "Failed", problem, cause })
  return call("clusterer", () => cluster(request), broken).pipe(
    Effect.tap(() => breathe(LOOK * request.matrix.rows)),
    Effect.flatMap((answer) => {
      const amiss = problemOfClustering(request, answer)
      return amiss === undefined ? Effect.succeed(answer) : Effect.fail(failed({ _tag: "Answer", ...amiss }))
    })
  )
}

/**
 * k-means: greedy k-means++ (2 + ⌊ln k⌋ candidates a center), then Lloyd's iterations, exact, pruned by bounds; ties go
 * to the smaller center number; an empty cluster takes the row farthest from its center.
 */
export const kmeans: Service = make(
  "kmeans",
  (request) => Effect.flatMap(Kernels, (kernels) => run(kernels, request)),
  (request) => Effect.flatMap(Kernels, (kernels) => kmeansOver(kernels, request))
)

const inFile: ClusteringProblem = {
  _tag: "Unsupported",
  setting: "tiles",
  problem:
    "it takes the rows in memory, and these stay in their file; take kmeans or mini-batch, or read them into memory"
}

/**
 * Asks a clusterer of rows that stay in their file (`request.tiles`), all or some of them: the clusters of those in memory, to the bit.
 * {@link kmeans} takes a pass a center and a pass an iteration, {@link miniBatch} two or three and the rows of its batches; the trace tells how
 * many there were. Rows that have room in memory together are read once. O(N) memory.
 *
 * Fails with {@link ClusteringError} for a clusterer that takes rows in memory alone, for a request that makes no sense, and for an
 * answer that makes none, and with `TilesError` where a tile cannot be read.
 */
export const askOver = (
  { name, over }: Service,
  request: TilesRequest
): Effect.Effect<Clustering, ClusteringError | TilesError> =>
  Effect.suspend((): Effect.Effect<Clustering, ClusteringError | TilesError> => {
    if (over === undefined) return Effect.fail(new ClusteringError({ clusterer: name, reason: inFile }))
    return Effect.flatMap(over(request), (answer) => {
      const amiss = problemOfClustering({ ...request, matrix: request.tiles }, answer)
      if (amiss === undefined) return Effect.succeed(answer)
      return Effect.fail(new ClusteringError({ clusterer: name, reason: { _tag: "Answer", ...amiss } }))
    })
  })

/**
 * Mini-batch k-means (Sculley 2010): faster than {@link kmeans} on large pools, with a higher inertia, in memory and over files.
 *
 * `options`: batches of `batchSize` (5000) rows until `patience` (10) in a row bring nothing. A request's `starts`,
 * `tolerance` and `initial` are not looked at.
 *
 * The notes tell the loss: by what part the mean squared distance to the nearest center is above that of exact k-means with as many clusters,
 * between `lossUnseen` and `lossSeen` (0.02 is 2 %), as exact k-means of `sampled` rows tells it (10,000, or half of the rows; 0: not at
 * all) on as many rows that it has not seen, and on its own. A note `loss` says why it was not measured, as with no more sampled rows than clusters.
 */
export const miniBatch = (options: Partial<Batching> = {}): Service => {
  const batching = { ...BATCHING, ...options }
  return make(
    "mini-batch",
    (request) => Effect.flatMap(Kernels, (kernels) => runBatches(kernels, request, batching)),
    (request) => Effect.flatMap(Kernels, (kernels) => miniBatchOver(kernels, request, batching))
  )
}

/**
 * The clustering service of strategies. Defaults to our own {@link kmeans}; {@link layer} puts another in its place.
 */
export const Clusterer = Context.Reference<Service>("@marginalia/core/Clusterer", { defaultValue: () => kmeans })

/**
 * A layer with another clusterer, `service`, in place of the default one: `Effect.provide(run,
 * Clusterer.layer(mlKmeans))`.
 */
export const layer = (service: Service): Layer.Layer<never> => Layer.succeed(Clusterer, service)
