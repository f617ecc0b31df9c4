/**
 * Pools that stay in their files, of any format of which a part can be read at a time. Tested in decoded-tiles.test.ts.
 */
import * as Effect from "effect/Effect"
import { readDecodedPool } from "./decoded-pool.ts"
import { type DecodedOptions, openDecoded } from "./decoded-tiles.ts"
import { poolFiles } from "./npy-places.ts"
import { type OpenedTiles, openTiles } from "./npy-tiles.ts"
import type { PoolOptions } from "./pool.ts"
import { readTiledPool } from "./tiled-pool.ts"

/**
 * Opens the files of a pool for as long as the scope lasts: `.npy` files as `openTiles` does, or Parquet files, which are decoded once, a row
 * group at a time, when `readPoolTiles` asks for them.
 *
 * Fails as `openTiles` and `openDecoded` do, and with `InvalidInput` where there are files of both kinds.
 */
export const openPoolTiles = Effect.fn("openPoolTiles")(function*(path: string, options: DecodedOptions = {}) {
  const { format, paths } = yield* poolFiles(path)
  return yield* format === "npy" ? openTiles(path, options) : openDecoded(path, paths, options)
})

/** The pool of files that {@link openPoolTiles} opened, all of which are read once. Fails as `readTiledPool` and `readDecodedPool` do. */
export const readPoolTiles = (opened: OpenedTiles, columns: PoolOptions) =>
  opened.decoding === undefined ? readTiledPool(opened, columns) : readDecodedPool(opened, opened.decoding)
