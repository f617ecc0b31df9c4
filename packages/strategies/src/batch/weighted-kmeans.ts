/**
 * Clusters among the candidates that lean towards the informative ones.
 */
import {
  Clusterer,
  type Column,
  Count,
  type Frame,
  Options,
  type Part,
  PartFailed,
  Score,
  Stage
} from "@marginalia/core"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { reporting } from "../progress.ts"
import { tooHeavy } from "../score/too-heavy.ts"
import { inSpace, type Space, tilesIn } from "../space.ts"

const options = Schema.Struct({
  k: Options.field(Count.Count, "budget", "how many clusters, at most as many as there are distinct rows"),
  space: Options.field(
    Schema.Literals(["embedding", "feature"]),
    "feature",
    "where distances are measured: the classifier's penultimate features, or the embedding"
  )
})

/** What {@link weightedKMeans} takes besides its score. */
export interface WeightedKMeansOptions<S extends Space = Space> {
  /** How many clusters, at most as many as there are distinct rows. Default "budget". */
  readonly k?: Count.Count
  /** Where distances are measured: the classifier's penultimate features, or the embedding. Default "feature". */
  readonly space?: S
}

type Settings = typeof options.Type

const NAME = "weighted-kmeans"

/** A weight for each candidate; all alike where every score is 0, and 0 where it is not defined. */
const weightsOf = ({ candidates }: Frame.Base, scores: Float64Array): Float64Array => {
  const weights = Float64Array.from(candidates, (position) => Number.isNaN(scores[position]!) ? 0 : scores[position]!)
  return weights.some((weight) => weight > 0) ? weights : weights.fill(1)
}

/** Everything in no cluster. */
const nobody = ({ size }: Frame.Base) => ({ assignment: new Int32Array(size).fill(-1) })

const clustered = Effect.fnUntraced(function*(frame: Frame.Any, settings: Settings, weights: Float64Array) {
  const k = Count.count(settings.k, frame)
  if (Number.isNaN(k)) return yield* Count.unknownClasses(NAME, String(settings.k), frame)
  const clusterer = yield* Clusterer.Clusterer
  const asked = {
    rows: frame.candidates,
    weights,
    k: Math.max(1, Math.min(k, frame.candidates.length)),
    key: frame.key,
    ...(yield* reporting(NAME))
  }
  const tiles = tilesIn(frame, settings.space)
  const { assignment, centers, converged, inertia, iterations, notes: told = {} } = yield* Effect.mapError(
    tiles === undefined
      ? Clusterer.ask(clusterer, { matrix: inSpace(frame, settings.space), ...asked })
      : Clusterer.askOver(clusterer, { tiles, ...asked }),
    PartFailed.from(NAME)
  )
  const notes = { k: centers.rows, clusterer: clusterer.name, iterations, converged, inertia, ...told }
  return { columns: { cluster: { assignment, centers } }, notes }
})

const definition = Stage.defineOver({
  name: NAME,
  summary: "k-means clusters of the candidates, weighted by a score",
  source: "Zhdanov 2019, Diverse mini-batch active learning, algorithm 2",
  options,
  positional: ["k"],
  needs: ({ space }) => [space],
  tiles: ["embedding"],
  adds: ["cluster"],
  run: (score, settings) => (frame) =>
    Effect.gen(function*() {
      if (frame.candidates.length === 0) return { columns: { cluster: nobody(frame) } }
      const scores = yield* Score.nonnegative(NAME, score, frame)
      const infinite = frame.candidates.find((position) => scores[position] === Infinity)
      if (infinite !== undefined) return yield* tooHeavy(NAME, score.spec.name, infinite)
      return yield* clustered(frame, settings, weightsOf(frame, scores))
    })
})

/**
 * k-means over the candidates, each weighted by its score: centers are drawn to the informative. All others are in no
 * cluster. Skipped when `cluster` is given.
 *
 * Fails on a negative or infinite score.
 *
 * Needs `feature`, and what the score needs.
 *
 * Source: Zhdanov 2019, Diverse mini-batch active learning, algorithm 2.
 */
export const weightedKMeans = definition as Part.Maker<
  <N extends Column, R, const S extends Space = "feature">(
    score: Score.Score<N, R>,
    options?: WeightedKMeansOptions<S>
  ) => Stage.Stage<N | S, "cluster", R>,
  Stage.Any
>
