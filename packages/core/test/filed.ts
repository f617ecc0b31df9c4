/** Pools as tiles that lie in files, which threads read by themselves. */
import * as Effect from "effect/Effect"
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { Matrix } from "../src/Matrix.ts"
import { inFiles, type Tiles, TilesError } from "../src/Tiles.ts"

/** What was done with the files. */
export interface Filed {
  readonly tiles: Tiles
  /** Bytes of which the tiles were told that they were read. */
  readonly bytes: () => number
  /** Readings in the usual way. */
  readonly reads: () => number
}

/** How the rows lie: the rows of each file, as shares of what is left, with so many bytes before them. */
export interface Lying {
  readonly tile: number
  readonly shares: ReadonlyArray<number>
  readonly start: number
}

const cutsOf = (rows: number, shares: ReadonlyArray<number>): ReadonlyArray<readonly [from: number, to: number]> => {
  const cuts: Array<readonly [number, number]> = []
  let from = 0
  for (const share of [...shares, 1]) {
    const to = from + Math.round(share * (rows - from))
    if (to > from) cuts.push([from, to])
    from = to
  }
  return cuts
}

/** Lends a matrix in files, of which the first byte of numbers is at `start` each. Where they are `torn`, the last has a byte less than it should: for threads, or for everybody. */
export const withFiles = async <A>(
  { cols, data, rows }: Matrix,
  { shares, start, tile }: Lying,
  use: (filed: Filed) => Promise<A>,
  torn?: "threads" | "all"
): Promise<A> => {
  const folder = mkdtempSync(join(tmpdir(), "marginalia-filed-"))
  let bytes = 0, reads = 0
  const pieces = cutsOf(rows, shares).map(([from, to], i, all) => {
    const file = openSync(join(folder, String(i)), "w+"), part = data.subarray(from * cols, to * cols)
    const short = torn !== undefined && i === all.length - 1 ? 1 : 0
    writeSync(file, new Uint8Array(start).fill(1))
    writeSync(file, new Uint8Array(part.buffer, part.byteOffset, part.byteLength - short))
    const read = (count: number) =>
      Effect.sync(() => {
        bytes += count
      })
    return { file, start, rows: to - from, read }
  })
  const isZero = (i: number) => data.subarray(i * cols, (i + 1) * cols).every((x) => x === 0)
  const tiles = inFiles({
    rows,
    cols,
    tile,
    unit: false,
    zeroRows: Array.from({ length: rows }, (_, i) => i).filter(isZero).length,
    read: (from, into) =>
      torn === "all" ? Effect.fail(new TilesError({ problem: "torn", cause: undefined })) : Effect.sync(() => {
        reads++
        into.set(data.subarray(from * cols, from * cols + into.length))
      })
  }, pieces)
  try {
    return await use({ tiles, bytes: () => bytes, reads: () => reads })
  } finally {
    for (const { file } of pieces) closeSync(file)
    rmSync(folder, { recursive: true })
  }
}
