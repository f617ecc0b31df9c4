/**
 * In each cluster, the candidates with the highest scores.
 */
import {
  type Column,
  Count,
  Filter,
  type Frame,
  Kernels,
  Options,
  Partition,
  Ranking,
  type Score,
  type Stage
} from "@marginalia/core"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"

const options = Schema.Struct({
  keep: Options.field(Count.Amount, "10%", "how many stay in each cluster: 5, or 10% (rounded up, at least one)")
})

const shape = {
  name: "keep-per-cluster",
  options: options,
  positional: ["score", "keep"]
}

/** Elementary steps an item of putting candidates in order. */
const ORDER = 32

/** Candidates cluster by cluster; those in none form a group of their own. */
const groups = (frame: Frame.Any): ReadonlyArray<Uint32Array> => {
  const clusters = frame.cluster!
  const outside = frame.candidates.filter((position) => clusters.assignment[position]! < 0)
  return [...Partition.members(clusters, frame.candidates), outside].filter((group) => group.length > 0)
}

const keptPerCluster = <N extends Column, R>(
  score: Score.Score<N, R>,
  keep: Count.Amount = "10%"
): Stage.Stage<N | "cluster", never, R> =>
  Filter.by<N, R, "cluster">(score, {
    part: shape,
    options: Options.decode("keep-per-cluster", shape.options, { keep }),
    needs: ["cluster"],
    keep: (frame, scores) =>
      Effect.gen(function*() {
        const kept: Array<Uint32Array> = []
        yield* Kernels.breathe(ORDER * frame.size)
        for (const group of groups(frame)) {
          yield* Kernels.breathe(ORDER * group.length)
          const n = yield* Filter.amount("keep-per-cluster", keep, group.length, frame)
          kept.push(Ranking.keepTop(group, scores, n))
        }
        return {
          candidates: Uint32Array.from(kept.flatMap((group) => [...group])).sort(),
          evidence: [{ name: score.spec.name, values: scores, group: frame.cluster!.assignment }]
        }
      })
  })

/**
 * Keeps the best candidates of each cluster: `keep` ("10%") is a number of them, or a share, rounded up, at least one.
 *
 * Ties go to the smaller position. Candidates in no cluster are treated as a cluster of their own. Needs `cluster`, and
 * what the score needs. Fails with `PartFailed` when `keep` speaks of classes whose number is not known.
 *
 * Source: SUPClust, section 3, step 3: "the top 10 % of samples based on typicality".
 */
export const keepPerCluster = Filter.describe(
  keptPerCluster,
  shape,
  "keeps the candidates with the highest scores of each cluster",
  (score, { keep }) => keptPerCluster(score, keep as Count.Amount | undefined)
)
