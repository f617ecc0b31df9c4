/**
 * Pools that stay in their files: `.npy` arrays of which a tile at a time is read and converted.
 */
import { inFiles, type Piece, type Tiles, TilesError } from "@marginalia/core/Tiles"
import * as Effect from "effect/Effect"
import type { Decoding } from "./decoding.ts"
import { type FileProblem, InvalidInput } from "./errors.ts"
import { npyFiles } from "./npy-places.ts"
import { openShard, type Shard } from "./npy-shard.ts"

/** A pool in one file or several, of which only headers were read. */
export interface OpenedTiles {
  /** The path as given. */
  readonly path: string
  readonly shards: ReadonlyArray<Shard>
  readonly rows: number
  readonly cols: number
  /** Rows of a tile. */
  readonly tile: number
  /** Bytes of all rows in the files. */
  readonly bytes: number
  /** Bytes of rows that were read so far. */
  readonly done: () => number
  /** Of a pool in other files than `.npy`: how its rows are decoded, once, to where they are read from. Default: they lie in the files as they are. */
  readonly decoding?: Decoding | undefined
}

/** How a pool is opened. */
export interface TilesOptions {
  /** Bytes of a tile in single precision. Default 8 MB: larger ones leave the processor's caches. No result depends on it. */
  readonly tileBytes?: number | undefined
}

/** Rows that sums are added for at a time: tiles are multiples of it. */
const BLOCK = 256

/** The most bytes of a tile, where nothing else is said. */
export const TILE_BYTES = 8e6

/** As many rows as fit, a multiple of 256, at least that. */
export const tileRows = (cols: number, bytes: number): number =>
  BLOCK * Math.max(1, Math.floor(bytes / (4 * Math.max(1, cols) * BLOCK)))

const otherWidth = (first: Shard, other: Shard): InvalidInput =>
  new InvalidInput({
    path: other.path,
    problem: `its rows have ${other.cols} numbers, and those of ${first.path} ${first.cols}`,
    hint: "the files of a pool have the same columns",
    reason: "Mismatch",
    value: other.cols,
    expected: first.cols
  })

/**
 * Opens the `.npy` files of a pool for as long as the scope lasts, `openTiles("pool.npy")`, a folder, or `part-*.npy`; of each only
 * the header is read. The dtypes are f2, f4, f8, i1, u1 and bool; the order of files is that of their names.
 *
 * Fails with `InvalidInput` for what is no array of rows, is in Fortran order or of another dtype, and for files of other widths,
 * and with `FileProblem` where a file is missing or unreadable.
 */
export const openTiles = Effect.fn("openTiles")(function*(path: string, { tileBytes = TILE_BYTES }: TilesOptions = {}) {
  const shards = yield* Effect.forEach(yield* npyFiles(path), openShard)
  const first = shards[0]!, other = shards.find(({ cols }) => cols !== first.cols)
  if (other !== undefined) return yield* otherWidth(first, other)
  const rows = shards.reduce((sum, shard) => sum + shard.rows, 0)
  const bytes = shards.reduce((sum, shard) => sum + shard.rows * shard.width, 0)
  return {
    path,
    shards,
    rows,
    cols: first.cols,
    tile: tileRows(first.cols, tileBytes),
    bytes,
    done: () => shards.reduce((sum, shard) => sum + shard.done(), 0)
  } satisfies OpenedTiles as OpenedTiles
})

/** The rows of the pool from `from` to before `to`, as pieces of files: the place of each in what is read. */
function* piecesOf({ shards }: OpenedTiles, from: number, to: number) {
  let start = 0
  for (const shard of shards) {
    const first = Math.max(from, start), last = Math.min(to, start + shard.rows)
    if (first < last) yield { shard, from: first - start, rows: last - first, at: first - from }
    start += shard.rows
  }
}

/** Bytes of the widest rows that are not in single precision. */
const rawWidth = ({ shards }: OpenedTiles): number =>
  shards.reduce((most, { header: { kind }, width }) => kind === "f4" ? most : Math.max(most, width), 0)

/** Reads rows as numbers; `raw` holds the bytes of those that are not in single precision. */
export const readRows = Effect.fnUntraced(function*(
  opened: OpenedTiles,
  raw: Uint8Array,
  from: number,
  into: Float32Array,
  onBytes: (shard: Shard, bytes: Uint8Array) => Effect.Effect<void, InvalidInput> = () => Effect.void
): Effect.fn.Return<void, FileProblem | InvalidInput> {
  const { cols } = opened, wide = rawWidth(opened)
  for (const { at, from: first, rows, shard } of piecesOf(opened, from, from + into.length / cols)) {
    const part = into.subarray(at * cols, (at + rows) * cols)
    const inPlace = shard.header.kind === "f4"
    const bytes = inPlace
      ? new Uint8Array(part.buffer, part.byteOffset, part.byteLength)
      : raw.subarray(at * wide, at * wide + rows * shard.width)
    yield* shard.read(first, bytes)
    yield* onBytes(shard, bytes)
    if (!inPlace) shard.convert(bytes, part)
  }
})

/** The positions within one file, and the first of them among all. */
function* placesOf({ shards }: OpenedTiles, positions: Uint32Array) {
  let start = 0, at = 0
  for (const shard of shards) {
    let end = at
    while (end < positions.length && positions[end]! < start + shard.rows) end++
    if (end > at) yield { shard, at, places: positions.subarray(at, end).map((position) => position - start) }
    start += shard.rows
    at = end
  }
}

/** Reads the rows at ascending positions as numbers, several reads at a time; `raw` as of {@link readRows}. */
const readSome = Effect.fnUntraced(function*(
  opened: OpenedTiles,
  raw: Uint8Array,
  positions: Uint32Array,
  into: Float32Array
): Effect.fn.Return<void, FileProblem> {
  const { cols, rows, tile } = opened, step = Math.min(rows, tile)
  // As many at a time as the bytes of a tile have room for.
  for (let from = 0; from < positions.length; from += step) {
    for (const { at, places, shard } of placesOf(opened, positions.subarray(from, from + step))) {
      const part = into.subarray((from + at) * cols, (from + at + places.length) * cols)
      const inPlace = shard.header.kind === "f4"
      const bytes = inPlace
        ? new Uint8Array(part.buffer, part.byteOffset, part.byteLength)
        : raw.subarray(0, places.length * shard.width)
      yield* shard.readSome(places, bytes)
      if (!inPlace) shard.convert(bytes, part)
    }
  }
})

/** Bytes of {@link rawOf}. */
export const rawBytes = (opened: OpenedTiles): number => rawWidth(opened) * Math.min(opened.rows, opened.tile)

/** Room for the bytes of a tile, which threads may look at; none where all files are in single precision already. */
export const rawOf = (opened: OpenedTiles): Uint8Array => new Uint8Array(new SharedArrayBuffer(rawBytes(opened)))

/** Where all rows lie in single precision, for threads that read them by themselves; undefined: they do not. */
const piecesIn = (
  { shards }: OpenedTiles,
  fail: (problem: FileProblem) => TilesError
): ReadonlyArray<Piece> | undefined => {
  const pieces = shards.flatMap(({ header, lying, rows }) =>
    header.kind === "f4" && lying !== undefined
      ? [{ ...lying, rows, read: (bytes: number) => Effect.mapError(lying.read(bytes), fail) }]
      : []
  )
  return pieces.length < shards.length ? undefined : pieces
}

/** The pool's rows for parts that take tiles; `zeroRows` of them are zero, and `longest` is the length of the longest, where it is known. */
export const tilesOf = (opened: OpenedTiles, zeroRows: number, longest?: number): Tiles => {
  const { cols, rows, tile } = opened, raw = rawOf(opened)
  const fail = (cause: FileProblem | InvalidInput) => new TilesError({ problem: cause.message, cause })
  const tiles: Tiles = {
    rows,
    cols,
    tile,
    unit: false,
    zeroRows,
    longest,
    // What is not in single precision is read into the same bytes first.
    together: raw.length === 0 ? 2 : 1,
    read: (from, into) => Effect.mapError(readRows(opened, raw, from, into), fail),
    some: (positions, into) => Effect.mapError(readSome(opened, raw, positions, into), fail)
  }
  const pieces = piecesIn(opened, fail)
  return pieces === undefined ? tiles : inFiles(tiles, pieces)
}
