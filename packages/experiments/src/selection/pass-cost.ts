/**
 * How often a selection reads a pool that stays in its file, and what it does between. Tested in
 * packages/cli/test/over-file.test.ts.
 */
import * as Strategy from "@marginalia/core/Strategy"
import type { OpenedTiles } from "@marginalia/datasets/files/npy-tiles"
import type { EngineAsked } from "../engine/engine.ts"
import { SELECTORS } from "./by-sample.ts"
import { added, ofClusters, type Range } from "./cluster-cost.ts"

/** What decides the cost, as `SelectFilesOptions` has it. */
export interface CostAsked {
  readonly strategy: Strategy.Any
  readonly budget: number
  readonly clusterer?: EngineAsked["clusterer"]
  readonly labels?: string | undefined
  readonly metadata?: string | undefined
  readonly carry?: string | undefined
}

/** Passes over the rows, and what is done between them. */
export interface Cost {
  /** How often all rows are read: at least, and at most. */
  readonly passes: Range
  /** Picks by which farthest first goes on between two passes. */
  readonly picks: number
  /** How many clusters k-means makes, the largest number where it runs more than once; 0: it does not run. */
  readonly clusters: number
  /** The same of k-means that looks at all rows in each iteration: it knows something of each. */
  readonly exact: number
  /** The same of k-means in mini-batches; 0: it does not run. */
  readonly batched: number
  /** Rows that are read at their places beside the passes: at least, and at most. */
  readonly drawn: Range
  /** What is read for these and between them, as a part of all rows. */
  readonly beside: Range
  /** How often neighbors are sought: within clusters, or in the whole pool where it makes none. */
  readonly neighbors: number
  /** How many neighbors are sought for an item, at most. */
  readonly width: number
  /** Among how many members of a cluster they are sought, at most; Infinity: among all. */
  readonly reference: number
  /** How many rows of a sample that stands for the pool are in memory together, at most; 0: there is none. */
  readonly sampled: number
  /** Whether rows of some items are in memory together. */
  readonly gathers: boolean
  /** The parts that take the whole pool into memory, as texts. */
  readonly whole: ReadonlyArray<string>
}

/** The parts of this name that look at the embedding. */
const named = (strategy: Strategy.Any, name: string) =>
  Strategy.specs(strategy).filter((spec) => spec.name === name && spec.options["space"] !== "feature")

/** Two passes to find the middle, where nothing is labeled; then one to as many as picks. */
const ofCenters = (times: number, { budget, labels }: CostAsked): Range => {
  const start = labels === undefined ? 2 : 0
  return [times * (start + 1), times * (start + Math.max(1, budget))]
}

/** Rows of a block of which two are in memory while balls are looked at; see `cover-over.ts` of core. */
const ballRows = (room: number): number => Math.max(1, Math.floor(Math.sqrt(room / 8) / 2))

/** About as many as there are blocks, to count neighbors, and one or two a pick and a block to take what is covered. */
const ofBalls = (strategy: Strategy.Any, { rows }: OpenedTiles, room: number, budget: number): ReadonlyArray<Range> => {
  const blocks = Math.ceil(rows / ballRows(room))
  return named(strategy, "max-coverage").map(() => [blocks + 2, 5 * blocks + 4 * budget])
}

/** Passes of the parts that look at the rows of candidates, or of clusters, and how many slices of the pool there are. */
const ofRows = (strategy: Strategy.Any, slices: number, budget: number): ReadonlyArray<Range> => {
  const ranges: { readonly [name: string]: Range } = {
    // A sample of clusters is compared with all of their members.
    typicality: [1, 2 * slices + 2],
    sup: [1, 4],
    proximity: [1, 2],
    "nearest-to-center": [1, 2],
    "density-weighted": [2, 2],
    distinct: [2, 2 * slices + 3],
    // What is labeled, what was picked, each pick; two to find the middle.
    "greedy-sampling": [budget, budget + 5]
  }
  return Object.entries(ranges).flatMap(([name, range]) => named(strategy, name).map(() => range))
}

/** Parts that have the rows of some items in memory together. */
const GATHERING = ["typicality", "sup", "distinct", "kmeans", "weighted-kmeans", "max-coverage"]

const gathersIn = (strategy: Strategy.Any): boolean => GATHERING.some((name) => named(strategy, name).length > 0)

/** Bytes of what is gathered of a pool: of a row, and of what is known of it while neighbors are sought; see `slices.ts` of strategies. */
export const gatheredBytes = ({ cols, rows }: Pick<OpenedTiles, "cols" | "rows">): number => rows * (6 * cols + 820)

/** How many neighbors some parts seek for an item, at most. */
const widthOf = (parts: ReturnType<typeof named>): number =>
  parts.reduce((most, { options }) => Math.max(most, Number(options["neighbors"] ?? 20)), 0)

/** Among how many members of a cluster some parts seek neighbors, at most. */
const referenceOf = (parts: ReturnType<typeof named>): number =>
  parts.reduce((most, { options: { reference = "none" } }) => {
    const size = reference === "none" ? Infinity : Number(reference)
    return Math.max(most, size)
  }, 0)

/** The samples that stand for the pool, by their sizes. */
const samplesOf = (strategy: Strategy.Any): ReadonlyArray<number> =>
  SELECTORS.flatMap((name) => named(strategy, name)).flatMap(({ options: { reference = "none" } }) =>
    reference === "none" ? [] : [Number(reference)]
  )

/** Rows of a sample, which may hold as many candidates as picks beside; of what is labeled; and of the picks. */
const sampledOf = (sizes: ReadonlyArray<number>, rows: number, budget: number, labels: number): number =>
  sizes.reduce((most, size) => Math.max(most, Math.min(rows, size + 2 * budget + labels)), 0)

/** What a strategy takes of a pool; `labels` is about how many labels there are, and `room` the bytes that are gathered at a time. */
export const costOf = (asked: CostAsked, files: OpenedTiles, labels: number, room: number): Cost => {
  const { budget, strategy } = asked, whole = Strategy.takingWhole(strategy, "embedding")
  const times = named(strategy, "k-center").length
  const means = ["kmeans", "weighted-kmeans", "max-coverage"].flatMap((name) => named(strategy, name)).flatMap((part) =>
    ofClusters(part, asked, files, labels, room)
  )
  const most = (of: typeof means) => of.reduce((most, { clusters }) => Math.max(most, clusters), 0)
  const typical = named(strategy, "typicality"), slices = Math.ceil(gatheredBytes(files) / room)
  const samples = samplesOf(strategy)
  const parts = [
    // Once the rows of a sample, and once those of another; of the branches of a strategy one may do so.
    ...samples.slice(0, 1).map((): Range => [1, 2 * samples.length]),
    ofCenters(times, asked),
    ...means.map(({ passes }) => passes),
    ...ofRows(strategy, slices, budget),
    ...ofBalls(strategy, files, room, budget)
  ]
  return {
    // The first look, and where a part takes all rows one to read them.
    passes: whole.length > 0 ? [2, 2] : added([[1, 1], ...parts]),
    picks: whole.length > 0 ? 0 : times * budget,
    clusters: most(means),
    exact: most(means.filter(({ isExact }) => isExact)),
    batched: most(means.filter(({ isBatched }) => isBatched)),
    drawn: whole.length > 0 ? [0, 0] : added(means.map(({ drawn }) => drawn)),
    beside: whole.length > 0 ? [0, 0] : added(means.map(({ beside }) => beside)),
    neighbors: whole.length > 0 ? 0 : typical.length,
    width: widthOf(typical),
    reference: typical.length === 0 ? Infinity : referenceOf(typical),
    sampled: whole.length > 0 ? 0 : sampledOf(samples, files.rows, budget, labels),
    gathers: whole.length === 0 && gathersIn(strategy),
    whole
  }
}
