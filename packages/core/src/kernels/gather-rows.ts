/**
 * Some rows of a file, together in memory.
 */
import * as Effect from "effect/Effect"
import { room } from "../kmeans/frame.ts"
import type { Matrix } from "../Matrix.ts"
import type { Tiles } from "../Tiles.ts"
import type { Engine } from "./engine.ts"
import { ofTiles } from "./rows.ts"
import * as Slab from "./slab.ts"

/** Where the first of ascending positions stands that is not below `position`. */
export const firstFrom = (positions: Uint32Array, position: number): number => {
  let [low, high] = [0, positions.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (positions[middle]! < position) low = middle + 1
    else high = middle
  }
  return low
}

/** So many rows of a tile are read one by one in the time that all of it takes. */
const SINGLE = 8

/** Whether ascending positions are so few in the tiles that they are in that each is read by itself. */
const areFew = (positions: Uint32Array, tile: number): boolean => {
  let tiles = 0, last = -1
  for (let n = 0; n < positions.length; n++) {
    const own = Math.floor(positions[n]! / tile)
    if (own !== last) tiles++
    last = own
  }
  return positions.length < SINGLE * tiles
}

/**
 * The rows at some ascending positions, in their order, as parts see them (of unit length where they are seen so). Few are read one
 * by one, of many the tiles that they are in. They are written into the beginning of `into` where that is given, else into memory of
 * their own. Fails with `TilesError` where one cannot be read.
 */
export const gatherRows = Effect.fnUntraced(function*(
  engine: Engine,
  tiles: Tiles,
  positions: Uint32Array,
  into?: Float32Array
) {
  const { cols } = tiles, rows = ofTiles(engine, tiles), length = positions.length * cols
  const data = into?.subarray(0, length) ?? room(engine, length)
  if (tiles.near !== undefined) {
    yield* tiles.near.gather(positions, tiles.unit, data)
    return { data, rows: positions.length, cols } satisfies Matrix as Matrix
  }
  const put = (n: number, row: Float32Array): void => data.set(row, n * cols)
  if (areFew(positions, tiles.tile)) {
    for (const [n, position] of positions.entries()) put(n, yield* rows.row(position))
  } else {
    const wanted = (from: number, to: number): boolean => (positions[firstFrom(positions, from)] ?? to) < to
    yield* rows.each(0, wanted, ({ at, from, slab, to }) =>
      Effect.sync(() => {
        const part = Slab.f32(slab, at, (to - from) * cols)
        for (let n = firstFrom(positions, from); n < positions.length && positions[n]! < to; n++) {
          put(n, part.subarray((positions[n]! - from) * cols, (positions[n]! - from + 1) * cols))
        }
      }))
  }
  return { data, rows: positions.length, cols } satisfies Matrix as Matrix
})
