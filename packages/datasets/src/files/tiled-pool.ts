/**
 * A pool whose vectors stay in their file. Tested in npy-tiles.test.ts.
 */
import { Kernels } from "@marginalia/core"
import type { Matrix } from "@marginalia/core/Matrix"
import type { Tiles } from "@marginalia/core/Tiles"
import * as Effect from "effect/Effect"
import { createHash } from "node:crypto"
import { checkedIds } from "./checked-ids.ts"
import { readEmbeddingAbout } from "./embedding-about.ts"
import { decoding, InvalidInput } from "./errors.ts"
import { scanTiles } from "./npy-scan.ts"
import { type OpenedTiles, rawOf, readRows, tilesOf } from "./npy-tiles.ts"
import { embeddingIn, type Pool, type PoolColumns, refuseColumns } from "./pool.ts"
import { uniqueIds } from "./unique-ids.ts"

/** The ids beside one file. */
const idsOf = Effect.fnUntraced(function*(path: string, rows: number, sha256: string) {
  const about = yield* readEmbeddingAbout(path, sha256)
  return { about, companion: yield* checkedIds(path, rows, about) }
})

const halfNamed = (path: string, named: string): InvalidInput =>
  new InvalidInput({
    path,
    problem: `there are no ids beside it, and there are beside ${named}`,
    hint: "give ids to all files of the pool, or to none",
    reason: "Missing",
    expected: "ids"
  })

/** One hash of several files: that of their hashes, one after the other. */
export const hashOf = (all: ReadonlyArray<string>): string =>
  all.length === 1 ? all[0]! : createHash("sha256").update(all.join("")).digest("hex")

/**
 * Reads all rows once and gives the pool, as `readPool` gives it of a file that is read into memory; ids are those beside the
 * files, one file of them after the other, else row numbers over all files.
 *
 * Fails with `InvalidInput` for numbers that are not finite and for what `readPool` refuses, and with `FileProblem`.
 */
export const readTiledPool = Effect.fn("readTiledPool")(function*(opened: OpenedTiles, columns: PoolColumns) {
  const { path, shards } = opened
  yield* refuseColumns(path, columns)
  const { longest, sha256, zeroRows } = yield* scanTiles(opened)
  const found = yield* Effect.forEach(shards, ({ path, rows }, i) => idsOf(path, rows, sha256[i]!))
  const named = found.findIndex(({ companion }) => companion !== undefined)
  const bare = found.findIndex(({ companion }) => companion === undefined)
  if (named >= 0 && bare >= 0) return yield* halfNamed(shards[bare]!.path, shards[named]!.path)
  const companions = found.flatMap(({ companion }) => companion === undefined ? [] : [companion])
  const [first] = companions, { about } = found[0]!
  const ids = first === undefined ? undefined : companions.flatMap(({ ids }) => ids)
  yield* decoding(first?.path ?? path, () => uniqueIds(ids ?? []))
  return {
    path,
    format: "npy",
    sha256: hashOf(sha256),
    ids,
    idsFile: first === undefined || shards.length > 1 ? undefined : { path: first.path, sha256: first.sha256 },
    matrix: tilesOf(opened, zeroRows, longest),
    columnNames: undefined,
    ...(about === undefined || shards.length > 1 ? {} : { embedding: embeddingIn(about) }),
    notes: first === undefined ? [] : [`ids from ${companions.map(({ path }) => path).join(", ")}`]
  } satisfies Pool<Tiles> as Pool<Tiles>
})

/**
 * The same pool with all rows in memory, where kernels work on them: as `readPool` reads one file, of any number of files. Dies with `OutOfMemory`
 * beyond 4 GiB, and fails with `InvalidInput` or `FileProblem` where a file cannot be read.
 */
export const loadPool = Effect.fn("loadPool")(function*(opened: OpenedTiles, pool: Pool<Tiles>) {
  const { cols, rows, tile } = opened, raw = rawOf(opened), bytes = Kernels.reserve(4 * rows * cols)
  const data = new Float32Array(bytes.buffer, bytes.byteOffset, rows * cols)
  for (let from = 0; from < rows; from += tile) {
    yield* readRows(opened, raw, from, data.subarray(from * cols, Math.min(rows, from + tile) * cols))
  }
  return { ...pool, matrix: { data, rows, cols } } satisfies Pool<Matrix> as Pool<Matrix>
})
