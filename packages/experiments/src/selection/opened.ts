/**
 * A pool whose files are open, or whose rows are on other machines: its vectors stay there, or are read into memory. Tested in packages/cli/test/over-file.test.ts.
 */
import type { Matrix } from "@marginalia/core/Matrix"
import type { Tiles } from "@marginalia/core/Tiles"
import type { OpenedTiles } from "@marginalia/datasets/files/npy-tiles"
import { type Pool, type PoolColumns, refuseColumns } from "@marginalia/datasets/files/pool"
import { readPoolTiles } from "@marginalia/datasets/files/pool-tiles"
import { loadPool } from "@marginalia/datasets/files/tiled-pool"
import * as Effect from "effect/Effect"
import type { Elsewhere } from "./elsewhere.ts"

/** A pool's files, and whether its vectors are read into memory all the same; or the pool itself, where its rows are elsewhere. */
export type Opened = { readonly files: OpenedTiles; readonly whole: boolean } | Pick<Elsewhere, "pool">

/** The pool of these files: its vectors stay there, or all are in memory. */
export const readOpened = Effect.fn("readOpened")(function*(opened: Opened, columns: PoolColumns) {
  if ("pool" in opened) {
    yield* refuseColumns(opened.pool.path, columns)
    return opened.pool as Pool<Matrix | Tiles>
  }
  const { files, whole } = opened
  const pool: Pool<Matrix | Tiles> & { readonly matrix: Tiles } = yield* readPoolTiles(files, columns)
  return whole ? (yield* loadPool(files, pool)) as Pool<Matrix | Tiles> : pool
})
