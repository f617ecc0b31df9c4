/** Pools as tiles, without a file. */
import * as Effect from "effect/Effect"
import type { Matrix } from "../src/Matrix.ts"
import { type Tiles, TilesError } from "../src/Tiles.ts"

/** A matrix as tiles of so many rows, which are given a turn of the event loop later. */
export const tilesOf = ({ cols, data, rows }: Matrix, tile: number): Tiles & { readonly reads: () => number } => {
  let reads = 0
  const isZero = (i: number) => data.subarray(i * cols, (i + 1) * cols).every((x) => x === 0)
  return {
    rows,
    cols,
    tile,
    unit: false,
    zeroRows: Array.from({ length: rows }, (_, i) => i).filter(isZero).length,
    reads: () => reads,
    read: (from, into) =>
      Effect.andThen(
        Effect.yieldNow,
        Effect.try({
          try: () => {
            reads++
            into.set(data.subarray(from * cols, from * cols + into.length))
          },
          catch: (cause) => new TilesError({ problem: "no such rows", cause })
        })
      )
  }
}
