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

/** Passes over the rows, and distances. */
export interface Cost {
  /** How often all rows are read: at least, and at most. */
  readonly passes: readonly [least: number, most: number]
  /** Rows from which distances to all others are measured. */
  readonly picks: number
}

/** How many selectors of the strategy are farthest first. */
const centersOf = (strategy: Strategy.Any): number =>
  Strategy.specs(strategy).filter(({ name, options }) => name === "k-center" && options["space"] !== "feature").length

/** The first pass looks at every number; farthest first reads the rows again, twice more where nothing is labeled. */
export const costOf = ({ budget, labels, strategy }: CostAsked): Cost => {
  const times = centersOf(strategy), start = labels === undefined ? 2 : 0
  return { passes: [1 + times * (start + 1), 1 + times * (start + Math.max(1, budget))], picks: times * budget }
}

/** Node with the command, before anything is read. */
const NODE = 190e6
/** A thread of the kernels. */
const THREAD = 16e6
/** Rows that are kept between two passes, and what a search has beside. */
const KEPT = 40e6
/** Bytes an item: positions, candidates, distances, scores and what explains them. */
const ITEM = 64
/** Bytes an item that has an id, and an item where labels are matched to ids. */
const ID = 160, MATCHED = 200

const sizeOf = Effect.fnUntraced(function*(path: string) {
  const fs = yield* FileSystem.FileSystem
  const { size } = yield* fs.stat(path).pipe(Effect.mapError(toFileProblem(path)))
  return Number(size)
})

/** Bytes that a column's file takes in memory: arrays about as much as on disk, tables several times that. */
const columnBytes = Effect.fnUntraced(function*(path: string) {
  return (yield* sizeOf(path)) * (path.endsWith(".npy") ? 2 : 12)
})

/** The most memory, in bytes, all of this process. */
export const peakOf = Effect.fnUntraced(function*(
  files: OpenedTiles,
  { labels, metadata }: CostAsked,
  columns: ReadonlyMap<string, string>,
  threads: number
) {
  const fs = yield* FileSystem.FileSystem
  const named = yield* fs.exists(files.shards[0]!.path.replace(/\.npy$/, ".ids.csv")).pipe(
    Effect.orElseSucceed(() => false)
  )
  const item = ITEM + (named ? ID : 0) + (labels === undefined ? 0 : MATCHED)
  const beside = [...columns.values(), ...[labels, metadata].filter((path) => path !== undefined)]
  let read = 0
  for (const path of beside) read += yield* columnBytes(path)
  const tile = 4 * files.cols * Math.min(files.tile, files.rows)
  return NODE + (threads > 1 ? THREAD * threads : 0) + KEPT + 3 * tile + 2 * rawBytes(files) + item * files.rows + read
})
