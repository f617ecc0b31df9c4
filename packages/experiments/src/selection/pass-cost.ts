/**
 * How often a selection reads a pool that stays in its file, and what it does between. Tested in
 * packages/cli/test/over-file.test.ts.
 */
import * as Strategy from "@marginalia/core/Strategy"
import type { OpenedTiles } from "@marginalia/datasets/files/npy-tiles"

/** What decides the cost, as `SelectFilesOptions` has it. */
export interface CostAsked {
  readonly strategy: Strategy.Any
  readonly budget: number
  readonly labels?: string | undefined
  readonly metadata?: string | undefined
  readonly carry?: string | undefined
}

/** Passes over the rows, and what is done between them. */
export interface Cost {
  /** How often all rows are read: at least, and at most. */
  readonly passes: readonly [least: number, most: number]
  /** Picks by which farthest first goes on between two passes. */
  readonly picks: number
  /** How many clusters k-means makes, the largest number where it runs more than once; 0: it does not run. */
  readonly clusters: number
  /** How often neighbors are sought: within clusters, or in the whole pool where it makes none. */
  readonly neighbors: number
  /** How many neighbors are sought for an item, at most. */
  readonly width: number
  /** Among how many members of a cluster they are sought, at most; Infinity: among all. */
  readonly reference: number
  /** Whether rows of some items are in memory together. */
  readonly gathers: boolean
  /** The parts that take the whole pool into memory, as texts. */
  readonly whole: ReadonlyArray<string>
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

/** Passes of some parts: at least, and at most. */
type Range = readonly [least: number, most: number]

const added = (ranges: ReadonlyArray<Range>): Range => [
  ranges.reduce((sum, [least]) => sum + least, 0),
  ranges.reduce((sum, [, most]) => sum + most, 0)
]

/** Two passes to find the middle, where nothing is labeled; then one to as many as picks. */
const ofCenters = (times: number, { budget, labels }: CostAsked): Range => {
  const start = labels === undefined ? 2 : 0
  return [times * (start + 1), times * (start + Math.max(1, budget))]
}

/** About how many classes there are, where only the query says it. */
const CLASSES = 10

/**
 * A pass to look, one a center, one for the first means, one an iteration, one at the end; more where clusters run empty. Of candidates
 * that have room in memory one to look and one to read them.
 */
const ofClusters = (strategy: Strategy.Any, budget: number, labels: number, read: number) =>
  ["kmeans", "weighted-kmeans", "max-coverage"].flatMap((name) => named(strategy, name)).filter((part) =>
    part.name !== "max-coverage" || part.options["delta"] === "auto"
  ).map(({ name, options }) => {
    // Of a radius that is to be found there are as many clusters as classes.
    const {
      classes,
      iterations = 100,
      k = classes === "query" ? CLASSES : classes ?? "labeled+budget",
      over,
      starts = 1
    } = options
    const clusters = clustersOf(k, budget, labels), some = name === "weighted-kmeans" || over === "candidates"
    const times = Number(starts) * (clusters + 3), most = 1 + times + 2 * Number(starts) * Number(iterations)
    // Of a pass after the first, tiles that stay in memory are not read.
    const passes = (count: number) => 1 + Math.ceil(read * (count - 1))
    return { clusters, passes: (some ? [2, 1 + most] : [passes(1 + times), passes(most)]) satisfies Range as Range }
  })

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

/** The part of the rows that does not stay in memory from one pass of k-means to the next, with so many bytes for those that do. */
const readAgain = ({ cols, rows, tile }: OpenedTiles, room: number): number => {
  const tiles = Math.ceil(rows / tile), kept = Math.floor(room / (4 * cols * Math.min(rows, tile)))
  return 1 - Math.min(1, kept / tiles)
}

/** What a strategy takes of a pool; `labels` is about how many labels there are, and `room` the bytes that are gathered at a time. */
export const costOf = (asked: CostAsked, files: OpenedTiles, labels: number, room: number): Cost => {
  const { budget, strategy } = asked, whole = Strategy.takingWhole(strategy, "embedding")
  const times = named(strategy, "k-center").length
  const means = ofClusters(strategy, budget, labels, readAgain(files, room))
  const typical = named(strategy, "typicality"), slices = Math.ceil(gatheredBytes(files) / room)
  const parts = [
    ofCenters(times, asked),
    ...means.map(({ passes }) => passes),
    ...ofRows(strategy, slices, budget),
    ...ofBalls(strategy, files, room, budget)
  ]
  return {
    // The first look, and where a part takes all rows one to read them.
    passes: whole.length > 0 ? [2, 2] : added([[1, 1], ...parts]),
    picks: whole.length > 0 ? 0 : times * budget,
    clusters: means.reduce((most, { clusters }) => Math.max(most, clusters), 0),
    neighbors: whole.length > 0 ? 0 : typical.length,
    width: widthOf(typical),
    reference: typical.length === 0 ? Infinity : referenceOf(typical),
    gathers: whole.length === 0 && gathersIn(strategy),
    whole
  }
}
