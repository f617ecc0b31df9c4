/**
 * The npm package `ml-kmeans` as a `Clusterer`: an independent reference, and a choice for small pools. It works on the
 * calling thread without a pause, in double precision and without pruning.
 *
 * An optional peer dependency: add it with `npm install ml-kmeans`.
 *
 * @module
 */
import { Clusterer, Matrix, Rng } from "@marginalia/core"
import * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"
import type { kmeans } from "ml-kmeans"

const NAME = "ml-kmeans"

const HOW = `the package ${NAME} cannot be loaded; add it: npm install ${NAME}`

type Kmeans = typeof kmeans

const fail = (reason: Clusterer.ClusteringProblem): Clusterer.ClusteringError =>
  new Clusterer.ClusteringError({ clusterer: NAME, reason })

const weighted = fail({
  _tag: "Unsupported",
  setting: "weights",
  problem: "it has no weights; leave them out or use another clusterer"
})

const load = Effect.tryPromise({
  try: async (): Promise<Kmeans> => (await import("ml-kmeans")).kmeans,
  catch: (cause) => fail({ _tag: "MissingPackage", name: NAME, problem: HOW, cause })
})

/** The rows asked for, as plain arrays. */
const rowsOf = ({ matrix, rows }: Clusterer.ClusterRequest): Array<Array<number>> =>
  Array.from(rows ?? Array(matrix.rows).keys(), (i) => Array.from(Matrix.row(matrix, i)))

/** Clusters with rows, numbered anew without the empty ones. */
const named = (
  clusters: ReadonlyArray<number>,
  k: number
): { readonly own: Int32Array; readonly sizes: Uint32Array } => {
  const sizes = new Uint32Array(k)
  for (const j of clusters) sizes[j]!++
  const names = Int32Array.from(sizes, () => -1)
  let next = 0
  sizes.forEach((size, j) => {
    if (size > 0) names[j] = next++
  })
  return { own: Int32Array.from(clusters, (j) => names[j]!), sizes: sizes.filter((size) => size > 0) }
}

/** The means of the clusters, and the squared distances to them, summed. */
const summarize = (data: ReadonlyArray<ReadonlyArray<number>>, own: Int32Array, sizes: Uint32Array, cols: number) => {
  const centers = new Float64Array(sizes.length * cols)
  data.forEach((row, i) => row.forEach((value, p) => centers[own[i]! * cols + p]! += value / sizes[own[i]!]!))
  let inertia = 0
  data.forEach((row, i) => row.forEach((value, p) => inertia += (value - centers[own[i]! * cols + p]!) ** 2))
  return { centers: Matrix.make64(centers, sizes.length, cols), inertia }
}

const run = (kmeans: Kmeans, request: Clusterer.ClusterRequest): Clusterer.Clustering => {
  const { k, key, matrix, maxIterations = 100, tolerance = 1e-6, initial, rows } = request
  const data = rowsOf(request)
  const most = Math.min(k, new Set(data.map((row) => row.map((x) => x + 0).join())).size)
  const given = initial !== undefined && initial.rows >= most
  const { clusters, iterations, converged } = kmeans(data, most, {
    seed: Rng.block(key, 0, 0, 0, 0)[0]!,
    maxIterations,
    tolerance,
    ...(given ? { initialization: Array.from({ length: most }, (_, j) => [...Matrix.row64(initial, j)]) } : {})
  })
  const { own, sizes } = named(clusters, most)
  const assignment = new Int32Array(matrix.rows).fill(-1)
  own.forEach((j, i) => assignment[rows?.[i] ?? i] = j)
  return {
    assignment,
    sizes,
    ...summarize(data, own, sizes, matrix.cols),
    iterations,
    converged,
    notes: { library: NAME }
  }
}

/**
 * k-means by `ml-kmeans`, seeded from the request's key. Refuses weights, which it does not have; `starts` is not
 * looked at, and `initial` only where it has all `k` centers. `tolerance` is ml-kmeans' own (1e-6).
 */
export const mlKmeans: Clusterer.Service = Clusterer.make(
  NAME,
  (request) =>
    request.weights?.some((weight) => weight !== request.weights![0]) === true
      ? Effect.fail(weighted)
      : Effect.flatMap(load, (kmeans) =>
        Effect.try({
          try: () => run(kmeans, request),
          catch: (cause) =>
            fail({ _tag: "Failed", problem: cause instanceof Error ? cause.message : String(cause), cause })
        }))
)

/** Puts {@link mlKmeans} in place of the default clusterer. */
export const layer: Layer.Layer<never> = Clusterer.layer(mlKmeans)
