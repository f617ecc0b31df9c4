/**
 * How often k-means reads a pool that stays in its file, exact or in mini-batches. Tested in cluster-cost.test.ts.
 */
import type * as Spec from "@marginalia/core/Spec"
import type { OpenedTiles } from "@marginalia/datasets/files/npy-tiles"
import type { EngineAsked } from "../engine/engine.ts"

/** Passes or rows of some parts: at least, and at most. */
export type Range = readonly [least: number, most: number]

/** All of some parts. */
export const added = (ranges: ReadonlyArray<Range>): Range => [
  ranges.reduce((sum, [least]) => sum + least, 0),
  ranges.reduce((sum, [, most]) => sum + most, 0)
]

/** Either. */
const either = ([a, b]: Range, [c, d]: Range): Range => [Math.min(a, c), Math.max(b, d)]

/** The number of clusters that an option asks for, of a pool with about so many labels. */
const clustersOf = (k: unknown, budget: number, labels: number): number => {
  const number = Number(k)
  if (Number.isFinite(number)) return number
  return String(k).includes("labeled") ? budget + labels : budget
}

/** About how many classes there are, where only the query says it. */
const CLASSES = 10

/** What k-means of a part takes. */
export interface ClusterCost {
  /** The number of clusters, at most. */
  readonly clusters: number
  readonly passes: Range
  /** Rows that are read at their places beside the passes. */
  readonly drawn: Range
  /** What is read for these and between them, as a part of all rows: rows near each other are read at once, and none twice for batches that are read together. */
  readonly beside: Range
  /** Whether it may look at all rows in each iteration; and whether in mini-batches: of labels that are counted later it may be either. */
  readonly isExact: boolean
  readonly isBatched: boolean
}

/** What decides it, beside the part. */
interface Asked {
  readonly budget: number
  readonly clusterer?: EngineAsked["clusterer"]
}

type Files = Pick<OpenedTiles, "cols" | "rows" | "tile">

/** The part of the rows that does not stay in memory from one pass of k-means to the next, with so many bytes for those that do. */
const readAgain = ({ cols, rows, tile }: Files, room: number): number => {
  const tiles = Math.ceil(rows / tile), kept = Math.floor(room / (4 * cols * Math.min(rows, tile)))
  return 1 - Math.min(1, kept / tiles)
}

/** How mini-batch k-means draws, where nothing else is said; see `batches.ts` of core. */
const BATCH = 5000, PATIENCE = 10, SAMPLED = 10_000

/** Rows of three batches or two samples, of which a pool has fewer where it is smaller. */
export const drawnTogether = ({ rows }: Pick<Files, "rows">): number => Math.min(rows, 3 * BATCH)

/** Whether all rows are read into memory once, and mini-batches drawn there. */
const haveRoom = ({ cols, rows }: Files, room: number): boolean => 4 * cols * rows <= room

/** Bytes between two rows that are read with them; see `npy-shard.ts` of datasets. */
const GAP = 2 ** 14

/** Rows that are read together at most; see `mini-batch-over.ts` of core. */
const TOGETHER = 100_000

const NONE: Range = [0, 0]

/** Rows of the start, of the steps and of the samples, and what is read for them: none where all are in memory. */
const drawnBy = (files: Files, iterations: number, room: number): Pick<ClusterCost, "drawn" | "beside"> => {
  const { cols, rows } = files
  if (haveRoom(files, room)) return { drawn: NONE, beside: NONE }
  const size = Math.min(rows, BATCH), steps = iterations * Math.ceil(rows / size)
  const start = drawnTogether(files), samples = Math.min(rows, 2 * SAMPLED)
  const least = start + samples + (PATIENCE + 1) * size, most = start + samples + steps * size
  const together = Math.max(1, Math.floor(Math.min(TOGETHER, room / (4 * cols + 64)) / size))
  // A start, the steps and two samples: each reads no more than all rows.
  const readings = 3 + Math.ceil(steps / together)
  return {
    drawn: [least, most],
    beside: [Math.min(1, least / rows / 2), Math.min(readings, most * (1 + GAP / cols) / rows)]
  }
}

/** Which of both it is, of as many labels as there may be. */
const waysOf = (above: unknown, asked: Asked, least: number, most: number) => {
  if (asked.clusterer === "mini-batch") return { isExact: false, isBatched: true }
  const limit = above === undefined || above === "none" ? Infinity : Number(above)
  return { isExact: least <= limit, isBatched: most > limit }
}

/**
 * Of exact k-means a pass to look, one a center, one for the first means, one an iteration, one at the end; more where clusters run empty. Of
 * mini-batches one to assign and one at the end, and one to look where rows lie far from 0. Of candidates that have room in memory one to look and
 * one to read them.
 */
export const ofClusters = (
  { name, options }: Spec.Spec,
  asked: Asked,
  files: Files,
  labels: number,
  room: number
): ReadonlyArray<ClusterCost> => {
  if (name === "max-coverage" && options["delta"] !== "auto") return []
  // Of a radius that is to be found there are as many clusters as classes.
  const {
    atMost = "none",
    classes,
    iterations = 100,
    k = classes === "query" ? CLASSES : classes ?? "labeled+budget",
    miniBatchAbove,
    over,
    starts = 1
  } = options
  const cap = Math.min(files.rows, atMost === "none" ? Infinity : Number(atMost))
  const countOf = (labels: number): number => Math.min(cap, clustersOf(k, asked.budget, labels))
  const clusters = countOf(labels), some = name === "weighted-kmeans" || over === "candidates"
  const times = Number(starts) * (clusters + 3), most = 1 + times + 2 * Number(starts) * Number(iterations)
  const read = readAgain(files, room), passes = (count: number) => 1 + Math.ceil(read * (count - 1))
  const exact: Range = some ? [2, 1 + most] : [passes(1 + times), passes(most)]
  const batched: Range = some ? [1, 3] : haveRoom(files, room) ? [1, 1] : [2, 3]
  const { isBatched, isExact } = waysOf(miniBatchAbove, asked, countOf(0), clusters)
  const { beside, drawn } = isBatched ? drawnBy(files, Number(iterations), room) : { drawn: NONE, beside: NONE }
  return [{
    clusters,
    isBatched,
    isExact,
    passes: isBatched && isExact ? either(exact, batched) : isBatched ? batched : exact,
    // Of candidates there may be few, and all of them in memory.
    drawn: isExact || some ? [0, drawn[1]] : drawn,
    beside: isExact || some ? [0, beside[1]] : beside
  }]
}
