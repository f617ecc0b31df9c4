/**
 * Greedy k-center, as far as it concerns some of the rows. Tested in farthest.test.ts.
 */
import * as Effect from "effect/Effect"
import type { Engine } from "../kernels/engine.ts"
import { type Field, sweep } from "../kernels/farthest-kept.ts"
import { make as makeKept } from "../kernels/kept.ts"
import { nearestToSum, sumOf } from "../kernels/most-central.ts"
import { ofTiles } from "../kernels/rows.ts"
import * as Workspace from "../kernels/workspace.ts"
import type { Tiles, TilesError } from "../Tiles.ts"
import type { Question } from "./question.ts"

/** Answers of k-center's questions over some rows, one at least. */
export const farthestHost = (engine: Engine, tiles: Tiles) => {
  const rows = ofTiles(engine, tiles), { cols, rows: n } = tiles
  let field: Field<TilesError> = { rows, open: new Uint8Array(n), nearest: new Float64Array(n) }
  const close = (row: number): void => {
    field.open[row] = field.nearest[row] = 0
  }
  const opened = (): Uint32Array => Uint32Array.from(field.open.keys()).filter((row) => field.open[row] === 1)

  return {
    Field: ({ open }: Question<"Field">) =>
      Effect.sync(() => {
        field = { rows, open: open.slice(), nearest: Float64Array.from(open, (is) => is === 1 ? Infinity : 0) }
        return {}
      }),
    ColumnSums: ({ sums }: Question<"ColumnSums">) => Effect.map(sumOf(engine, rows, sums), (all) => ({ sums: all })),
    Central: ({ rows: all, sums }: Question<"Central">) =>
      Effect.map(nearestToSum(engine, rows, opened(), sums, all), ({ least, position = -1 }) => ({
        row: position,
        square: Float64Array.of(least)
      })),
    Lower: ({ centers, closed, keep }: Question<"Lower">) => {
      const capacity = Math.max(1, Math.min(n, keep)), bytes = capacity * (4 * cols + 8) + 64
      const some = Array.from(
        { length: centers.length / cols },
        (_, c) => centers.subarray(c * cols, (c + 1) * cols)
      )
      return Workspace.borrowed(
        engine.variant,
        bytes,
        Effect.fnUntraced(function*(slab, alloc) {
          const kept = makeKept(slab, alloc, { capacity, cols })
          closed.forEach(close)
          yield* sweep(engine, field, kept, some)
          const { out, ...rest } = kept.contents()
          return { ...rest, out: Float64Array.of(out.square, out.position) }
        })
      )
    }
  }
}
