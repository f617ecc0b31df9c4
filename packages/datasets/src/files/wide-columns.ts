/**
 * Numbers of double precision that pass by a block at a time: whether single precision holds them as they are. Tested in npy-tiles.test.ts and
 * decoded-tiles.test.ts.
 */
import { Narrow } from "@marginalia/core"
import * as Effect from "effect/Effect"
import { InvalidInput } from "./errors.ts"
import { vanishing } from "./vectors.ts"

/** See the module. */
export interface WideColumns {
  /** The next rows, and the same in single precision. */
  readonly add: (wide: Float64Array, single: Float32Array) => void
  /** Columns that single precision cannot hold without an offset, whatever passes by. */
  readonly needsOffset: () => void
  /** Fails with `InvalidInput` where columns need an offset. */
  readonly finish: Effect.Effect<void, InvalidInput>
}

const farFromZero = (path: string): InvalidInput =>
  new InvalidInput({
    path,
    problem:
      "columns lie far from 0 for how little they vary, and single precision needs an offset to keep rows apart, "
      + "which is not there yet for a pool that stays in its file",
    hint: "subtract what the columns have in common and save it again, or select in memory",
    reason: "Unsupported",
    value: "f8"
  })

/** Below it single precision has not all bits; see `Narrow.vanished`. */
const SMALLEST = 2 ** -126

/** Whether all rows are one in single precision, and were not: too small to choose by. */
const vanished = (columns: ReadonlyArray<Narrow.Extent>): boolean =>
  columns.every(({ high, low, most }) => Math.fround(low) === Math.fround(high) && Math.fround(most) < SMALLEST) &&
  columns.some(({ high, low }) => low !== high)

/** Rows of `cols` numbers of the pool at `path`, none yet. `small` says whether rows that are too small to choose by are refused, too. */
export const wideColumns = (path: string, cols: number, small: boolean): WideColumns => {
  let columns: ReadonlyArray<Narrow.Extent> | undefined, isFar = false
  return {
    add: (wide, single) => {
      const more = Narrow.extents(wide, single, cols)
      columns = columns === undefined ? more : columns.map((one, j) => Narrow.joined(one, more[j]!))
    },
    needsOffset: () => {
      isFar = true
    },
    finish: Effect.suspend(() => {
      if (isFar || (columns !== undefined && !Narrow.roundable(columns))) return Effect.fail(farFromZero(path))
      if (!small || columns === undefined || !vanished(columns)) return Effect.void
      const { fault, hint, problem } = vanishing("all")
      return Effect.fail(new InvalidInput({ path, problem, hint, ...fault }))
    })
  }
}
