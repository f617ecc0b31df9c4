/**
 * One item of each cluster, and again.
 */
import {
  type Column,
  Frame,
  Kernels,
  Options,
  Partition,
  Ranking,
  type Score,
  Select,
  type SelectionError
} from "@marginalia/core"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"

const options = Schema.Struct({
  largerThan: Options.field(
    Schema.Int.check(Schema.isGreaterThanOrEqualTo(0)),
    0,
    "clusters of at most this many members are visited only when nothing else is left"
  ),
  refresh: Options.field(
    Schema.Boolean,
    false,
    "compute the score anew before each later round over the clusters, without what was picked"
  )
})

type Settings = typeof options.Type

/** What {@link onePerCluster} takes besides its score. */
export interface OnePerClusterOptions {
  /** Clusters of at most this many members are visited only when nothing else is left. Default 0. */
  readonly largerThan?: number
  /** Compute the score anew before each later round over the clusters, without what was picked. Default false. */
  readonly refresh?: boolean
}

/** Elementary steps an item of finding the members of clusters, and of putting them in order. */
const GROUP = 16, ORDER = 32

/** A cluster on the walk: small ones last, then by fewest labels (picks count like them), most members, smallest number. */
interface ClusterVisit {
  readonly number: number
  readonly small: boolean
  readonly labels: number
  readonly size: number
}

const compare = (a: ClusterVisit, b: ClusterVisit): number =>
  Number(a.small) - Number(b.small) || a.labels - b.labels || b.size - a.size || a.number - b.number

/**
 * The order in which the clusters of a `frame` are visited: fewest labels first, what was picked already counting as labeled, then the
 * largest, then the smallest number. Clusters of at most `largerThan` (0) members come last.
 */
export const visitingOrder = (frame: Frame.Frame<"cluster">, largerThan = 0): ReadonlyArray<ClusterVisit> => {
  const k = Partition.count(frame.cluster)
  const sizes = Partition.sizes(frame.cluster, undefined, k)
  const labels = Partition.sizes(frame.cluster, Frame.concat(frame.labeled, frame.picked), k)
  const stops = Array.from(sizes, (size, number) => ({
    number,
    small: size <= largerThan,
    labels: labels[number]!,
    size
  }))
  return stops.filter((stop) => stop.size > 0).sort(compare)
}

/** The candidates of each stop, best first; candidates in no cluster come at the very end, as one more stop. */
const queues = Effect.fnUntraced(function*(
  frame: Frame.Frame<"cluster">,
  order: ReadonlyArray<ClusterVisit>,
  scores: Float64Array
) {
  yield* Kernels.breathe(GROUP * frame.size)
  const members = Partition.members(frame.cluster, frame.candidates)
  const outside = frame.candidates.filter((position) => frame.cluster.assignment[position]! < 0)
  const lists: Array<Uint32Array> = []
  for (const group of [...order.map((stop) => members[stop.number]!), outside]) {
    yield* Kernels.breathe(ORDER * group.length)
    // No queue is asked for more than the budget.
    lists.push(Ranking.top(group, scores, Math.min(group.length, frame.budget)))
  }
  return lists
})

/**
 * The walk over some queues, taking at most `limit` items from the front of each in turn, until `budget` are taken.
 */
const roundRobin = (lists: ReadonlyArray<Uint32Array>, budget: number, rounds = Infinity): Uint32Array => {
  const picks: Array<number> = []
  const longest = Math.min(rounds, lists.reduce((most, list) => Math.max(most, list.length), 0))
  for (let round = 0; round < longest; round++) {
    for (const list of lists) {
      if (picks.length === budget) return Uint32Array.from(picks)
      if (round < list.length) picks.push(list[round]!)
    }
  }
  return Uint32Array.from(picks)
}

/** Clusters worth a visit first; then the small ones; then the items in no cluster. */
const priorityGroups = (order: ReadonlyArray<ClusterVisit>): ReadonlyArray<readonly [from: number, to: number]> => {
  const small = order.findIndex((stop) => stop.small)
  const first = small < 0 ? order.length : small
  return [[0, first], [first, order.length], [order.length, order.length + 1]]
}

const visitGroups = (
  order: ReadonlyArray<ClusterVisit>,
  lists: ReadonlyArray<Uint32Array>,
  budget: number,
  rounds?: number
) =>
  priorityGroups(order).reduce<Uint32Array>(
    (picks, [from, to]) =>
      rounds !== undefined && picks.length > 0
        ? picks
        : Frame.concat(picks, roundRobin(lists.slice(from, to), budget - picks.length, rounds)),
    new Uint32Array()
  )

const picksOf = (positions: Uint32Array, scores: Float64Array, name: string, frame: Frame.Frame<"cluster">) => ({
  positions,
  scores: Float64Array.from(positions, (position) => scores[position]!),
  evidence: [{ name, values: scores, group: frame.cluster.assignment }]
})

/** Round by round, with the score computed anew for each. */
const pickRefreshed = Effect.fnUntraced(function*<N extends Column, R>(
  score: Score.Score<N, R>,
  start: Frame.Frame<"cluster">,
  settings: Settings
): Effect.fn.Return<Select.Picks, SelectionError, R> {
  const order = visitingOrder(start, settings.largerThan)
  let frame = start
  let all = picksOf(new Uint32Array(), new Float64Array(), score.spec.name, start)
  while (all.positions.length < start.budget && frame.candidates.length > 0) {
    const scores = yield* score.of(frame)
    const lists = yield* queues(frame, order, scores)
    const picks = visitGroups(order, lists, start.budget - all.positions.length, 1)
    yield* Kernels.breathe(GROUP * frame.size)
    const now = picksOf(picks, scores, score.spec.name, start)
    all = { ...now, positions: Frame.concat(all.positions, picks), scores: concat(all.scores, now.scores) }
    frame = {
      ...frame,
      candidates: Frame.without(frame.candidates, picks),
      picked: Frame.concat(frame.picked, picks)
    }
  }
  return all
})

const concat = (a: Float64Array, b: Float64Array): Float64Array<ArrayBuffer> => Float64Array.from([...a, ...b])

/**
 * The best candidate of each cluster, round robin: clusters with the fewest labels first (what was picked already counts as labeled), then the
 * largest (all members count), then the smallest number; exhausted ones are skipped. Within a cluster ties go to the smaller position. So
 * clusters that hold labels, which TypiClust and SUPClust exclude, are reached only when the others cannot fill the
 * budget. Candidates in no cluster come last.
 *
 * Needs `cluster`, and what the score needs.
 */
export const onePerCluster: Select.Over<OnePerClusterOptions, "cluster"> = Select.defineOver({
  name: "one-per-cluster",
  summary: "the best candidate of each cluster, clusters with the fewest labels and the most members first",
  options,
  needs: ["cluster"],
  pick: (score, settings) => (frame) => {
    if (settings.refresh) return pickRefreshed(score, frame, settings)
    const order = visitingOrder(frame, settings.largerThan)
    return Effect.gen(function*() {
      const scores = yield* score.of(frame)
      const lists = yield* queues(frame, order, scores)
      return picksOf(visitGroups(order, lists, frame.budget), scores, score.spec.name, frame)
    })
  }
})
