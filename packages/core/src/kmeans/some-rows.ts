/**
 * Some rows of a pool that stays in its file, as tiles of their own.
 */
import * as Effect from "effect/Effect"
import type { Matrix } from "../Matrix.ts"
import type { Tiles, TilesError } from "../Tiles.ts"

/** Of the rows from the first to the last that are wanted, one in so many: fewer are read one after the other. */
const SPARSE = 8

/** How many of ascending positions from `at` on follow each other without a gap, at most `most`. */
const runOf = (rows: Uint32Array, at: number, most: number): number => {
  let length = 1
  while (length < most && rows[at + length] === rows[at]! + length) length++
  return length
}

/** How many of the positions `at … end − 1` lie within a tile that begins with the first of them. */
const withinTile = (rows: Uint32Array, at: number, end: number, tile: number): number => {
  let length = 1
  while (at + length < end && rows[at + length]! < rows[at]! + tile) length++
  return length
}

/**
 * The rows at ascending positions, in their order: row i is `tiles`' row `rows[i]`. What lies between them is read with them where they
 * are near each other. Holds one tile from the first read on.
 */
export const someRows = (tiles: Tiles, rows: Uint32Array): Tiles => {
  const { cols, tile } = tiles
  let room: Float32Array | undefined
  /** Reads the next positions, `at … end − 1` or the first of them, to where `into` begins; how many they were. */
  const some = Effect.fnUntraced(
    function*(at: number, end: number, into: Float32Array): Effect.fn.Return<number, TilesError> {
      const first = rows[at]!, near = withinTile(rows, at, end, tile), span = rows[at + near - 1]! - first + 1
      const run = runOf(rows, at, near)
      if (run === near || span > SPARSE * near) {
        yield* tiles.read(first, into.subarray(0, run * cols))
        return run
      }
      room ??= new Float32Array(Math.min(tile, tiles.rows) * cols)
      yield* tiles.read(first, room.subarray(0, span * cols))
      for (let n = 0; n < near; n++) {
        const from = (rows[at + n]! - first) * cols
        into.set(room.subarray(from, from + cols), n * cols)
      }
      return near
    }
  )
  return {
    ...tiles,
    rows: rows.length,
    // Whoever has all rows knows these by other positions, and their longest may not be among these.
    near: undefined,
    some: undefined,
    longest: undefined,
    together: undefined,
    read: Effect.fnUntraced(function*(from, into) {
      const end = from + into.length / cols
      for (let at = from; at < end;) at += yield* some(at, end, into.subarray((at - from) * cols))
    })
  }
}

/**
 * Reads the rows at ascending positions, as they stand in their file, into `into`, one after the other: by whoever reads several at a
 * time, where somebody does.
 */
export const readAt = (tiles: Tiles, rows: Uint32Array, into: Float32Array): Effect.Effect<void, TilesError> =>
  tiles.some === undefined ? someRows(tiles, rows).read(0, into) : tiles.some(rows, into)

/** Rows that are in memory, as tiles of so many rows. */
export const inMemory = ({ cols, data, rows }: Matrix, tile: number): Tiles => ({
  rows,
  cols,
  tile,
  unit: false,
  zeroRows: 0,
  read: (from, into) => Effect.sync(() => into.set(data.subarray(from * cols, from * cols + into.length)))
})
