/**
 * The memory that a selection from a pool that stays in its file takes at its highest. Tested in
 * packages/cli/test/over-file.test.ts.
 */
import { toFileProblem } from "@marginalia/datasets/files/errors"
import { type OpenedTiles, rawBytes } from "@marginalia/datasets/files/npy-tiles"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import { drawnTogether } from "./cluster-cost.ts"
import { type Cost, type CostAsked, gatheredBytes } from "./pass-cost.ts"

/** Node with the command, before anything is read. */
const NODE = 220e6
/** Bytes of memory that are left for decoding files. */
export const roomToDecode = (limit: number): number => limit - NODE

/** What decoding leaves in pieces that are not given back. */
const LEFT = 180e6
/** A thread of the kernels, and the one that hashes. */
const THREAD = 16e6
/** Rows that are kept between two passes of farthest first, and what a search has beside. */
const keptBytes = ({ cols, rows }: OpenedTiles): number =>
  24e6 + 2 ** 24 * Math.max(1, Math.min(4, 4 * rows * cols / 2 ** 29))
/** Bytes an item: positions, candidates, distances, lengths, scores and what explains them. */
const ITEM = 72
/** Bytes an item that has an id, and an item where labels are matched to ids. */
const ID = 160, MATCHED = 200
/** Bytes an item of what is kept for the next round, and read of the one before. */
const CARRIED = 24

/** Bytes an item of k-means: squared lengths, weights, what is nearest, then candidates or bounds; and its answer. */
const clusterBytes = (clusters: number): number =>
  clusters === 0
    ? 0
    : 36 + Math.max(8 * (2 + Math.floor(Math.log(clusters))), 8 + 4 * Math.min(16, Math.ceil(clusters / 6)))

/** Bytes of rows that are read at their places, several reads at a time, with what lies between them; and lists of places. */
const READS = 24e6

/** Bytes of k-means in mini-batches: the cluster of each item, the rows that are drawn together with what is known of them, and centers. */
const batchBytes = (files: OpenedTiles, clusters: number): number =>
  clusters === 0
    ? 0
    : READS + 8 * files.rows + drawnTogether(files) * (4 * files.cols + 400) + 64 * files.cols * clusters

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

/** Rows that are gathered at a time take no less, and no more. */
const ROOM = { least: 2 ** 25, most: 2 ** 31 }

/** The part of what is left of the limit that gathered rows may take: what they take is known less well than the rest. */
const SHARE = 0.55

/** Bytes for the rows that are gathered at a time: as much as is of use, and as the limit leaves beside what is taken anyhow. */
export const roomFor = (files: OpenedTiles, limit: number, taken: number): number =>
  Math.floor(
    Math.max(ROOM.least, Math.min(ROOM.most, gatheredBytes(files), SHARE * (limit - taken)))
  )

/** Bytes of all rows in memory, with sketches of them, and of what a part that takes them so knows of each. */
export const wholeBytes = ({ cols, rows }: Pick<OpenedTiles, "cols" | "rows">): number => rows * (6.25 * cols + 500)

/** Whether rows cover others greedily, which copies them where it remembers more than they are, and remembers what it has room for. */
export const isCovering = ({ sampled, whole }: Pick<Cost, "sampled" | "whole">): boolean =>
  sampled > 0 || whole.some((name) => name.endsWith("herding"))

/** Bytes that a greedy covering remembers at most. */
const REMEMBERED = 2 ** 28

/** Bytes of the distances that a greedy covering of so many rows remembers: as many as it has use for, and as the limit leaves; 0 of no rows. */
export const rememberedFor = (rows: number, limit: number, taken: number): number =>
  rows === 0 ? 0 : Math.floor(Math.max(1, Math.min(REMEMBERED, 2 * rows * rows, SHARE * (limit - taken))))

/** Bytes an item of drawing a sample: its place and its random number, twice. */
const DRAWN = 32

/** Bytes of a sample that stands for the pool. */
const sampleBytes = ({ cols, rows }: OpenedTiles, sampled: number): number =>
  sampled === 0 ? 0 : DRAWN * rows + wholeBytes({ cols, rows: sampled })

/** Bytes of all rows as kernels address them. */
export const addressed = ({ cols, rows }: Pick<OpenedTiles, "cols" | "rows">): number => 4.25 * rows * cols

/** Bytes of the files beside the pool, as they are in memory. */
const besideBytes = Effect.fnUntraced(
  function*({ labels, metadata }: CostAsked, columns: ReadonlyMap<string, string>) {
    let read = 0
    for (const path of [...columns.values(), ...[labels, metadata].filter((path) => path !== undefined)]) {
      read += yield* columnBytes(path)
    }
    return read
  }
)

/** How many texts there are of an item: its id, and what else is kept of a table. */
const textsOf = Effect.fnUntraced(function*({ decoding, shards }: OpenedTiles) {
  if (decoding !== undefined) return decoding.texts
  const fs = yield* FileSystem.FileSystem
  const isNamed = yield* fs.exists(shards[0]!.path.replace(/\.npy$/, ".ids.csv")).pipe(
    Effect.orElseSucceed(() => false)
  )
  return isNamed ? 1 : 0
})

/** The most memory, in bytes, all of this process, while the files are decoded, which is done before anything else; 0 where they are not. */
export const takenToDecode = ({ decoding, rows }: OpenedTiles): number =>
  decoding === undefined ? 0 : NODE + decoding.takes + ID * decoding.texts * rows

/** The most memory, in bytes, all of this process, but for the rows that are gathered. */
export const takenBy = Effect.fnUntraced(function*(
  files: OpenedTiles,
  asked: CostAsked,
  { batched, clusters, exact, neighbors, sampled, whole, width }: Cost,
  columns: ReadonlyMap<string, string>,
  threads: number
) {
  const { cols, rows } = files, texts = yield* textsOf(files)
  const known = ID * texts + (asked.labels === undefined ? 0 : MATCHED),
    carried = asked.carry === undefined ? 0 : CARRIED
  const item = ITEM + known + carried + clusterBytes(exact)
  const tile = 4 * cols * Math.min(files.tile, rows), read = yield* besideBytes(asked, columns)
  // Without clusters the neighbors of all items are known before the first is rated.
  const table = neighbors > 0 && clusters === 0 ? 12 * width * rows : 0
  const copied = isCovering({ sampled, whole }) ? 4 * cols * (whole.length === 0 ? sampled : rows) : 0
  const again = copied <= REMEMBERED ? copied : 0
  const all = again + (whole.length === 0 ? sampleBytes(files, sampled) : wholeBytes(files))
  const work = keptBytes(files) + 8 * cols * 4 * clusters + batchBytes(files, batched) + table + all
  return NODE + (files.decoding === undefined ? 0 : LEFT) + THREAD * (1 + threads) + work + 4 * tile +
    2 * rawBytes(files) + item * rows + read
})
