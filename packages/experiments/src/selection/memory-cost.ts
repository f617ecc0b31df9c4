/**
 * What a selection from a pool that stays in its file takes: passes, and memory. Tested in
 * packages/cli/test/over-file.test.ts.
 */
import * as Strategy from "@marginalia/core/Strategy"
import { toFileProblem } from "@marginalia/datasets/files/errors"
import { type OpenedTiles, rawBytes } from "@marginalia/datasets/files/npy-tiles"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"

/** What decides the cost, as `SelectFilesOptions` has it. */
export interface CostAsked {
  readonly strategy: Strategy.Any
  readonly budget: number
  readonly labels?: string | undefined
  readonly metadata?: string | undefined
}

/** Passes over the rows, and what is done between them. */
export interface Cost {
  /** How often all rows are read: at least, and at most. */
  readonly passes: readonly [least: number, most: number]
  /** Picks by which farthest first goes on between two passes. */
  readonly picks: number
  /** How many clusters k-means makes, the largest number where it runs more than once; 0: it does not run. */
  readonly clusters: number
  /** How often neighbors are sought within clusters. */
  readonly neighbors: number
}

/** The parts of this name that look at the embedding. */
const named = (strategy: Strategy.Any, name: string) =>
  Strategy.specs(strategy).filter((spec) => spec.name === name && spec.options["space"] !== "feature")

/** The number of clusters that an option asks for, of a pool with about so many labels. */
const clustersOf = (k: unknown, budget: number, labels: number): number => {
  const number = Number(k)
  if (Number.isFinite(number)) return number
  return String(k).includes("labeled") ? budget + labels : budget
}

/** The first look; two passes to find the middle, where nothing is labeled; then one to as many as picks. */
const ofCenters = (times: number, { budget, labels }: CostAsked): readonly [number, number] => {
  const start = labels === undefined ? 2 : 0
  return [times * (start + 1), times * (start + Math.max(1, budget))]
}

/** A pass to look, one a center, one for the first means, one an iteration, one at the end; more where clusters run empty. */
const ofClusters = (strategy: Strategy.Any, budget: number, labels: number) =>
  named(strategy, "kmeans").map(({ options: { iterations, k, starts } }) => {
    const clusters = clustersOf(k ?? "labeled+budget", budget, labels),
      times = Number(starts ?? 1),
      rest = Number(iterations ?? 100)
    return { clusters, least: 1 + times * (clusters + 3), most: 1 + times * (clusters + 3 + 2 * rest) }
  })

/** Bytes a row of what is gathered, and the most that is at a time; see `slices.ts` of strategies. */
const GATHERED = 2 ** 28
const gatheredBytes = ({ cols, rows }: OpenedTiles): number => rows * (6 * cols + 820)

/** What a strategy takes of a pool; `labels` is about how many labels there are. */
export const costOf = (asked: CostAsked, files: OpenedTiles, labels: number): Cost => {
  const { budget, strategy } = asked, times = named(strategy, "k-center").length
  const centers = ofCenters(times, asked), means = ofClusters(strategy, budget, labels)
  const typical = named(strategy, "typicality").length, sup = 2 * named(strategy, "sup").length
  const slices = Math.ceil(gatheredBytes(files) / GATHERED)
  const sum = (of: (one: typeof means[number]) => number) => means.reduce((total, one) => total + of(one), 0)
  return {
    passes: [
      1 + centers[0] + sum(({ least }) => least) + typical,
      1 + centers[1] + sum(({ most }) => most) + 2 * slices * typical + 2 * sup
    ],
    picks: times * budget,
    clusters: means.reduce((most, { clusters }) => Math.max(most, clusters), 0),
    neighbors: typical
  }
}

/** Node with the command, before anything is read. */
const NODE = 190e6
/** A thread of the kernels, and the one that hashes. */
const THREAD = 16e6
/** Rows that are kept between two passes, and what a search has beside. */
const KEPT = 40e6
/** Bytes an item: positions, candidates, distances, scores and what explains them. */
const ITEM = 64
/** Bytes an item that has an id, and an item where labels are matched to ids. */
const ID = 160, MATCHED = 200

/** Bytes an item of k-means: squared lengths, weights, what is nearest, then candidates or bounds; and its answer. */
const clusterBytes = (clusters: number): number =>
  clusters === 0
    ? 0
    : 36 + Math.max(8 * (2 + Math.floor(Math.log(clusters))), 4 + 4 * Math.min(16, Math.ceil(clusters / 6)))

const sizeOf = Effect.fnUntraced(function*(path: string) {
  const fs = yield* FileSystem.FileSystem
  const { size } = yield* fs.stat(path).pipe(Effect.mapError(toFileProblem(path)))
  return Number(size)
})

/** Bytes that a column's file takes in memory: arrays about as much as on disk, tables several times that. */
const columnBytes = Effect.fnUntraced(function*(path: string) {
  return (yield* sizeOf(path)) * (path.endsWith(".npy") ? 2 : 12)
})

/** The shortest line of a label: an id, a comma, a label and the end. */
const LINE = 4

/** At most so many labels a file of labels holds, and no more than there are items; 0 without one. */
export const labelsAtMost = Effect.fnUntraced(function*({ rows }: OpenedTiles, { labels }: CostAsked) {
  if (labels === undefined) return 0
  return Math.min(rows, Math.floor((yield* sizeOf(labels)) / LINE))
})

/** The most memory, in bytes, all of this process. */
export const peakOf = Effect.fnUntraced(function*(
  files: OpenedTiles,
  { labels, metadata }: CostAsked,
  { clusters, neighbors }: Cost,
  columns: ReadonlyMap<string, string>,
  threads: number
) {
  const fs = yield* FileSystem.FileSystem
  const isNamed = yield* fs.exists(files.shards[0]!.path.replace(/\.npy$/, ".ids.csv")).pipe(
    Effect.orElseSucceed(() => false)
  )
  const item = ITEM + (isNamed ? ID : 0) + (labels === undefined ? 0 : MATCHED) + clusterBytes(clusters)
  const beside = [...columns.values(), ...[labels, metadata].filter((path) => path !== undefined)]
  let read = 0
  for (const path of beside) read += yield* columnBytes(path)
  const tile = 4 * files.cols * Math.min(files.tile, files.rows)
  const gathered = neighbors === 0 ? 0 : Math.min(GATHERED, gatheredBytes(files))
  const work = KEPT + 8 * files.cols * 3 * clusters + gathered
  return NODE + THREAD * (1 + threads) + work + 3 * tile + 2 * rawBytes(files) + item * files.rows + read
})
