/**
 * Tiles whose rows others have, who work near them. Tested in cluster.test.ts, spread.test.ts and near.test.ts.
 */
import * as Effect from "effect/Effect"
import * as Kernels from "../Kernels.ts"
import type { Near, Tiles } from "../Tiles.ts"
import { clusterNear } from "./cluster.ts"
import { assemble } from "./crew.ts"
import type { Owner } from "./owner.ts"
import { spreadNear } from "./spread.ts"

const gatherFrom = (owners: ReadonlyArray<Owner>, cols: number): Near["gather"] =>
  Effect.fnUntraced(
    function*(positions, unit, into) {
      const { rowsAt } = yield* assemble(owners, cols, unit)
      // So that no more is in memory twice than some rows at a time.
      const size = Math.max(1, Math.floor(TOGETHER / cols))
      for (let from = 0; from < positions.length; from += size) {
        into.set((yield* rowsAt([...positions.subarray(from, from + size)])).data, from * cols)
      }
    },
    Effect.scoped
  )

/** Numbers that are gathered at a time. */
const TOGETHER = 2 ** 22

/** What is known of the rows together. */
export interface Shape {
  /** The numbers of a row. */
  readonly cols: number
  /** The number of rows that are zero in all columns. */
  readonly zeroRows: number
}

/** A tile of rows that are sent after all. */
const TILE = 4096

/**
 * The rows of all owners, one row at least, which cover 0, 1, … in this order: k-means, greedy k-center and the gathering of some rows
 * are done where the rows are. Other parts have the rows sent.
 */
export const tilesNear = (owners: ReadonlyArray<Owner>, { cols, zeroRows }: Shape): Tiles => {
  const gather = gatherFrom(owners, cols), rows = owners.reduce((sum, owner) => sum + owner.rows, 0)
  return {
    rows,
    cols,
    tile: Math.min(TILE, rows),
    unit: false,
    zeroRows,
    read: (from, into) => gather(Uint32Array.from({ length: into.length / cols }, (_, i) => from + i), false, into),
    near: {
      gather,
      cluster: (request, unit) => clusterNear(owners, cols, request, unit),
      spread: (request, unit) =>
        Effect.flatMap(Kernels.Kernels, (kernels) => spreadNear(kernels, owners, cols, request, unit))
    }
  }
}
