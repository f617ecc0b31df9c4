/**
 * k-means, as a stage that adds the column `cluster`.
 */
import { Clusterer, Count, type Frame, Options, type Part, PartFailed, Stage } from "@marginalia/core"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { reporting } from "../progress.ts"
import { inSpace, type Space, space, tilesIn } from "../space.ts"

const positive = Schema.Int.check(Schema.isGreaterThan(0))

const options = Schema.Struct({
  k: Options.field(Count.Count, "labeled+budget", "how many clusters, at most as many as there are distinct rows"),
  over: Options.field(
    Schema.Literals(["pool", "candidates"]),
    "pool",
    "what is clustered: the whole pool, labeled items included, or the candidates (all others are in no cluster)"
  ),
  space,
  starts: Options.field(positive, 1, "independent starts, of which the one with the least inertia is kept"),
  iterations: Options.field(positive, 100, "Lloyd iterations at most"),
  tolerance: Options.field(
    Schema.Finite.check(Schema.isGreaterThanOrEqualTo(0)),
    1e-4,
    "stop when the centers' squared movement is at most this share of the mean variance of a column"
  ),
  atMost: Options.field(Schema.Union([positive, Schema.Literal("none")]), "none", "a cap on the number of clusters"),
  miniBatchAbove: Options.field(
    Schema.Union([positive, Schema.Literal("none")]),
    "none",
    "use mini-batch k-means for more clusters than this: approximate, and the trace tells its loss"
  )
})

/** What {@link kmeans} takes. */
export interface KmeansOptions<S extends Space = Space> {
  /** How many clusters, at most as many as there are distinct rows. Default "labeled+budget". */
  readonly k?: Count.Count
  /**
   * What is clustered: the whole pool, labeled items included, or the candidates (all others are in no cluster).
   * Default "pool".
   */
  readonly over?: "pool" | "candidates"
  /** Where distances are measured: the embedding, or the classifier's penultimate features. Default "embedding". */
  readonly space?: S
  /** Independent starts, of which the one with the least inertia is kept. Default 1. */
  readonly starts?: number
  /** Lloyd iterations at most. Default 100. */
  readonly iterations?: number
  /** Stop when the centers' squared movement is at most this share of the mean variance of a column. Default 1e-4. */
  readonly tolerance?: number
  /** A cap on the number of clusters. Default "none". */
  readonly atMost?: number | "none"
  /** Use mini-batch k-means for more clusters than this: approximate, and the trace tells its loss. Default "none". */
  readonly miniBatchAbove?: number | "none"
}

type Settings = typeof options.Type

/** The number of clusters to ask for. */
const wanted = (settings: Settings, frame: Frame.Base, rows: number): number => {
  const k = Math.max(1, Count.count(settings.k, frame))
  return Math.min(k, rows, settings.atMost === "none" ? Infinity : settings.atMost)
}

const clustererFor = (settings: Settings, k: number) =>
  settings.miniBatchAbove !== "none" && k > settings.miniBatchAbove
    ? Effect.succeed(Clusterer.miniBatch())
    : Clusterer.Clusterer

/** The partition in which no item is in a cluster: a filter has left no candidate. */
const nobody = (size: number, cols: number) => ({
  assignment: new Int32Array(size).fill(-1),
  centers: { data: new Float64Array(), rows: 0, cols }
})

const definition = Stage.define({
  name: "kmeans",
  summary: "k-means clusters of the pool",
  source: "Lloyd 1982; greedy k-means++ start: Arthur & Vassilvitskii 2007",
  options,
  positional: ["k"],
  needs: (settings): ReadonlyArray<Space> => [settings.space],
  adds: ["cluster"],
  tiles: ["embedding"],
  run: (settings) => (frame: Frame.Any) =>
    Effect.gen(function*() {
      const tiles = tilesIn(frame, settings.space), { cols } = tiles ?? inSpace(frame, settings.space)
      const rows = settings.over === "candidates" ? frame.candidates : undefined
      const k = wanted(settings, frame, rows?.length ?? frame.size)
      if (Number.isNaN(k)) return yield* Count.unknownClasses("kmeans", String(settings.k), frame)
      if (rows?.length === 0) return { columns: { cluster: nobody(frame.size, cols) }, notes: { k: 0 } }
      const clusterer = yield* clustererFor(settings, k)
      const asked = {
        ...(rows === undefined ? {} : { rows }),
        k,
        key: frame.key,
        starts: settings.starts,
        maxIterations: settings.iterations,
        tolerance: settings.tolerance,
        ...(yield* reporting("kmeans"))
      }
      const { assignment, centers, notes = {}, ...result } = yield* tiles === undefined
        ? Clusterer.ask(clusterer, { matrix: inSpace(frame, settings.space), ...asked })
        : Clusterer.askOver(clusterer, { tiles, ...asked })
      const { converged, inertia, iterations } = result
      const facts = { k: centers.rows, clusterer: clusterer.name, iterations, converged, inertia, ...notes }
      return { columns: { cluster: { assignment, centers } }, notes: facts }
    }).pipe(
      Effect.mapError(PartFailed.from("kmeans"))
    )
})

/**
 * Which items belong together? Adds the column `cluster` by k-means: as many clusters as there will be labels after
 * this round, by default, over the whole pool. Skipped when the column is given.
 *
 * Clusters are never empty; k is lowered to the number of distinct rows. Centers are the members' means in float64.
 *
 * Needs `embedding`.
 *
 * Source: Lloyd 1982; greedy k-means++ start: Arthur & Vassilvitskii 2007.
 */
export const kmeans = definition as Part.Maker<
  <const S extends Space = "embedding">(options?: KmeansOptions<S>) => Stage.Stage<S, "cluster">,
  Stage.Stage<Space, "cluster">
>
