/**
 * A pool whose files are open: its vectors stay there, or are read into memory. Tested in packages/cli/test/over-file.test.ts.
 */
import type { Matrix } from "@marginalia/core/Matrix"
import type { Tiles } from "@marginalia/core/Tiles"
import type { OpenedTiles } from "@marginalia/datasets/files/npy-tiles"
import type { Pool, PoolColumns } from "@marginalia/datasets/files/pool"
import { loadPool, readTiledPool } from "@marginalia/datasets/files/tiled-pool"
import * as Effect from "effect/Effect"

/** A pool's files, and whether its vectors are read into memory all the same. */
export interface Opened {
  readonly files: OpenedTiles
  readonly whole: boolean
}

/** The pool of these files: its vectors stay there, or all are in memory. */
export const readOpened = Effect.fn("readOpened")(function*({ files, whole }: Opened, columns: PoolColumns) {
  const pool: Pool<Matrix | Tiles> & { readonly matrix: Tiles } = yield* readTiledPool(files, columns)
  return whole ? (yield* loadPool(files, pool)) as Pool<Matrix | Tiles> : pool
})
