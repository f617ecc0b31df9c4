/**
 * One item a cluster: the one that stands for it.
 */
import {
  type Column,
  type Frame,
  Kernels,
  Options,
  type Part,
  Partition,
  Ranking,
  type Score,
  Select
} from "@marginalia/core"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { proximities, sourceOf } from "../slices.ts"
import type { Space } from "../space.ts"

/** The options of the part, and of recipes that end with it. */
export const fields = {
  space: Options.field(
    Schema.Literals(["embedding", "feature"]),
    "feature",
    "where distances are measured: the classifier's penultimate features, or the embedding"
  )
}

const options = Schema.Struct(fields)

/** Elementary steps an item of putting candidates in order. */
const ORDER = 32

/** What {@link nearestToCenter} takes besides its score. */
export interface NearestToCenterOptions<S extends Space = Space> {
  /** Where distances are measured: the classifier's penultimate features, or the embedding. Default "feature". */
  readonly space?: S
}

type View = Frame.Frame<"cluster">

/** Of each cluster the candidate nearest to its center, the largest clusters first; ties to the smaller number. */
const representatives = ({ candidates, cluster }: View, proximity: Float64Array): ReadonlyArray<number> => {
  const groups = Partition.members(cluster, candidates)
  const order = [...groups.keys()].filter((c) => groups[c]!.length > 0)
  order.sort((a, b) => groups[b]!.length - groups[a]!.length || a - b)
  return order.map((c) => Ranking.top(groups[c]!, proximity, 1)[0]!)
}

const NAME = "nearest-to-center"

const definition = Select.defineOver({
  name: NAME,
  summary: "of each cluster the candidate nearest to its center; then the highest scores",
  source: "Zhdanov 2019, Diverse mini-batch active learning, algorithm 2",
  options,
  needs: ({ space }) => [space, "cluster"],
  tiles: ["embedding"],
  pick: (score, { space }) => (frame) =>
    Effect.gen(function*() {
      const scores = yield* score.of(frame)
      const proximity = yield* proximities(NAME, frame, sourceOf(frame, space))
      yield* Kernels.breathe(ORDER * frame.size)
      const picks = representatives(frame, proximity).slice(0, frame.budget)
      const taken = new Set(picks)
      const left = frame.candidates.filter((position) => !taken.has(position))
      const positions = Uint32Array.from([...picks, ...Ranking.top(left, scores, frame.budget - picks.length)])
      return {
        positions,
        scores: Float64Array.from(positions, (position, i) => (i < picks.length ? proximity : scores)[position]!),
        evidence: [{ name: score.spec.name, values: scores }, { name: "proximity", values: proximity }],
        notes: { byCluster: picks.length, byScore: positions.length - picks.length }
      }
    })
})

/**
 * Of each cluster the candidate nearest to its center, the largest clusters first; when there are fewer clusters than
 * picks, the candidates with the highest scores follow. Ties go to the smaller position (clusters: number). The score
 * of a pick is minus its distance to the center, or for those that follow its score. O(N d).
 *
 * Needs `feature` and `cluster`, and what the score needs.
 *
 * Source: Zhdanov 2019, Diverse mini-batch active learning, algorithm 2.
 */
export const nearestToCenter = definition as Part.Maker<
  <N extends Column, R, const S extends Space = "feature">(
    score: Score.Score<N, R>,
    options?: NearestToCenterOptions<S>
  ) => Select.Select<N | S | "cluster", R>,
  Select.Any
>
