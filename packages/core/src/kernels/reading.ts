/**
 * Rows that the threads which work on them read from their files: a range of them is in a core's cache when it is looked at, and of rows that nobody looks
 * at none is read. Tested in ../node/host.test.ts.
 */
import * as Effect from "effect/Effect"
import { type Piece, piecesOf, type Tiles, TilesError } from "../Tiles.ts"
import { type Before, once } from "./before.ts"
import { type Engine, step } from "./engine.ts"
import { compiledOnly } from "./kernel.ts"
import * as Slab from "./slab.ts"
import * as Workspace from "./workspace.ts"

const n = "number"

/**
 * Reads rows from … to − 1, of so many bytes each, to where they lie behind `x`: all, or those alone whose flag is not 0. They come from `count` pieces of files at
 * `list`, three numbers in double precision each: descriptor, byte of the first row, rows. Adds up at `told`, in numbers of 32 bits, whether something could not be read
 * (its rows are 0 then), the rows that were read, and microseconds.
 */
export const readRowsKernel = compiledOnly("readRows", [n, n, n, n, n, n])

/** The pieces in which rows `from … to − 1` lie. */
export const within = (pieces: ReadonlyArray<Piece>, from: number, to: number, width: number): ReadonlyArray<Piece> => {
  const found: Array<Piece> = []
  let start = 0
  for (const piece of pieces) {
    const first = Math.max(from, start), last = Math.min(to, start + piece.rows)
    if (first < last) {
      found.push({ ...piece, start: piece.start + width * (first - start), rows: last - first })
    }
    start += piece.rows
  }
  return found
}

/** Tiles that are read ahead, by one who waits while others work, once a thread had to wait for the files. */
const AHEAD = 16

/** Bytes a microsecond of a thread that copies what the system has in memory; a disk gives fewer. */
const COPIED = 1000

/** So many bytes tell how fast files are. */
const TELLING = 2 ** 20

/** By reader: how many tiles are to be read ahead, since the files are slow. */
const slow = new WeakMap<Tiles["read"], number>()

/** Whether the next tile is to be read ahead; asked once a tile. */
export const isSlow = ({ read }: Tiles): boolean => {
  const left = slow.get(read) ?? 0
  if (left > 0) slow.set(read, left - 1)
  return left > 0
}

/** Where the engine's threads may read the rows; undefined: they cannot. */
export const piecesFor = ({ host }: Engine, tiles: Tiles): ReadonlyArray<Piece> | undefined =>
  host?.has(readRowsKernel.name) === true ? piecesOf(tiles) : undefined

const unread = new TilesError({ problem: "rows could not be read from their file", cause: undefined })

/**
 * Lends what reads the rows of a segment to where they lie. Fails where they could not be read, or a file is not what it was, whatever was found
 * of the rows by then.
 */
export const reading = <E>(
  tiles: Tiles,
  all: ReadonlyArray<Piece>,
  { at, from, slab, to }: Workspace.Segment,
  use: (before: Before) => Effect.Effect<void, E>
): Effect.Effect<void, E | TilesError> => {
  const { cols, read } = tiles, width = 4 * cols, pieces = within(all, from, to, width), list = 24 * pieces.length
  return Workspace.scratch(
    slab,
    list + 16,
    Effect.fnUntraced(function*(room) {
      const told = room + list
      Slab.f64(slab, room, 3 * pieces.length).set(pieces.flatMap(({ file, rows, start }) => [file, start, rows]))
      Slab.u32(slab, told, 3).fill(0)
      const steps = (flags = 0) => [step(readRowsKernel, [at, width, room, pieces.length, flags, told])]
      const exit = yield* Effect.exit(use(once(steps)))
      const [failed = 0, rows = 0, time = 0] = Slab.u32(slab, told, 3)
      if (failed !== 0) {
        // Whoever reads in the usual way can say why.
        yield* read(from, Slab.f32(slab, at, (to - from) * cols))
        return yield* unread
      }
      const bytes = width * (to - from)
      if (bytes >= TELLING && bytes < COPIED * time) slow.set(read, AHEAD)
      // How many are of which file is not told apart.
      if (rows > 0) { for (const [i, piece] of pieces.entries()) yield* piece.read(i === 0 ? width * rows : 0) }
      return yield* exit
    })
  )
}
