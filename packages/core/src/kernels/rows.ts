/**
 * Rows that a search passes over, wherever they are: in memory, or in a file, a tile at a time. Tested in rows.test.ts and farthest-over.test.ts.
 */
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import type { Matrix } from "../Matrix.ts"
import type { Tiles, TilesError } from "../Tiles.ts"
import { type Before, NOTHING, prepared, scaling } from "./before.ts"
import type { Engine } from "./engine.ts"
import { isSlow, piecesFor, reading } from "./reading.ts"
import * as Slab from "./slab.ts"
import * as Workspace from "./workspace.ts"

/** Rows `from … to − 1` as numbers, row by row. */
export interface Part {
  readonly from: number
  readonly to: number
  readonly data: Float32Array
}

/** Whether anything among rows `from … to − 1` is asked for: where it is not, they need not be read. */
export type Wanted = (from: number, to: number) => boolean

/** See the module. Passes are in the order of positions. */
export interface Rows<out E> {
  readonly rows: number
  readonly cols: number
  /** A pass for kernels: the rows where they can reach them; `room` bytes a row are what the use takes beside. */
  readonly each: <E2>(
    room: number,
    wanted: Wanted,
    use: (segment: Workspace.Segment) => Effect.Effect<void, E2>
  ) => Effect.Effect<void, E | E2>
  /** How many passes there were so far. */
  readonly passes: () => number
  /** A copy of one row. */
  readonly row: (position: number) => Effect.Effect<Float32Array, E>
}

/** The rows of a matrix. */
export const ofMatrix = (engine: Engine, x: Matrix): Rows<never> => {
  let passes = 0
  return {
    rows: x.rows,
    cols: x.cols,
    each: (room, wanted, use) => {
      passes++
      return Workspace.streamed(engine, x, room, (part) => wanted(part.from, part.to) ? use(part) : Effect.void)
    },
    passes: () => passes,
    row: (position) => Effect.sync(() => x.data.slice(position * x.cols, (position + 1) * x.cols))
  }
}

/** Bytes beside the tiles that a slab begins with. */
const ROOM = 2 ** 20

/** Tiles that stay in memory from one pass to the next, each at an address of its own. */
export interface Kept {
  /** Where the tile that begins with a row has its place; undefined: it has none. */
  readonly homeOf: (from: number) => number | undefined
  /** The first rows of the tiles that are there. */
  readonly there: Set<number>
}

/** Tiles that are in memory at a time: one that is worked on, and as many as may be read meanwhile. */
export const slotCount = ({ together = 1 }: Pick<Tiles, "together">): number => 1 + together

/** Room for the tiles of a pass, of so many bytes each. */
export const slotsOf = (tiles: Tiles, bytes: number, alloc: (bytes: number) => number): ReadonlyArray<number> =>
  Array.from({ length: slotCount(tiles) }, () => alloc(bytes))

/** Where the tiles of a pass go. */
export interface Room {
  readonly slab: Slab.Slab
  /** Addresses of {@link slotCount} tiles: one is worked on while the others are read. */
  readonly slots: ReadonlyArray<number>
  /** Default: none stays. */
  readonly kept?: Kept | undefined
  /** What is done to a tile once it was read, after it is scaled. Default: nothing. */
  readonly ready?: ((segment: Workspace.Segment) => void) | undefined
}

/** A tile of a pass: where it goes, and whether it has to be read. */
interface Turn {
  readonly from: number
  readonly to: number
  readonly at: number
  readonly isRead: boolean
}

/** The tiles that are wanted, in the order of their rows; those that are read take turns in the slots. */
const turnsOf = ({ rows, tile }: Tiles, wanted: Wanted, { kept, slots }: Room): ReadonlyArray<Turn> => {
  let slot = 0
  return Array.from({ length: Math.ceil(rows / tile) }, (_, i) => [i * tile, Math.min(rows, (i + 1) * tile)] as const)
    .filter(([from, to]) => wanted(from, to))
    .map(([from, to]) => {
      const at = kept?.homeOf(from) ?? slots[slot++ % slots.length]!
      return { from, to, at, isRead: kept?.there.has(from) !== true }
    })
}

/** Looks at the rows of a segment, of which something may have to be done before. */
export type Look<E> = (segment: Workspace.Segment, before: Before) => Effect.Effect<void, E>

/** Looks at a tile that lies where it is to be, when the `first` things were done to it. */
type Seen<E> = (segment: Workspace.Segment, first: Before) => Effect.Effect<void, E>

/** How a pass reads its tiles ahead, a few at a time. */
const aheadOf = ({ cols, read, together = 1 }: Tiles, turns: ReadonlyArray<Turn>, { slab, slots }: Room) => {
  const begun: Array<readonly [Turn, Fiber.Fiber<void, TilesError>]> = [], most = Math.min(slots.length - 1, together)
  let next = 0
  const begin = Effect.fnUntraced(function*() {
    const turn = turns[next++]!, into = Slab.f32(slab, turn.at, (turn.to - turn.from) * cols)
    // Not to be interrupted: memory that is given back must not be read into any more.
    begun.push([turn, yield* Effect.forkChild(Effect.uninterruptible(read(turn.from, into)))])
  })
  return {
    /** Begins to read the next tiles, as many as may be read at a time. */
    fill: Effect.gen(function*() {
      while (begun.length < most && next < turns.length) yield* begin()
    }),
    /** Whether a tile is read, or was. */
    has: (turn: Turn) => begun[0]?.[0] === turn,
    /** Leaves a tile, which is the next, to others. */
    leave: () => void next++,
    /** Waits for the next tile. */
    take: Effect.suspend(() => Effect.andThen(Fiber.join(begun[0]![1]), Effect.sync(() => void begun.shift()))),
    end: Effect.suspend(() => Fiber.awaitAll(begun.map(([, fiber]) => fiber)))
  }
}

/** {@link pass}, whose user does what has to be done to rows along the way; nobody needs to. */
export const passBefore = Effect.fnUntraced(function*<E>(
  engine: Engine,
  tiles: Tiles,
  wanted: Wanted,
  use: Look<E>,
  room: Room
) {
  const { kept, ready, slab } = room, { cols } = tiles, pieces = piecesFor(engine, tiles)
  const turns = turnsOf(tiles, wanted, room), ahead = aheadOf(tiles, turns.filter(({ isRead }) => isRead), room)
  /** Looks at a tile that was read. */
  const look = Effect.fnUntraced(function*(segment: Workspace.Segment, before: Before) {
    if (ready !== undefined) {
      yield* prepared(engine, cols, segment, before)
      ready(segment)
    }
    if (kept?.homeOf(segment.from) === undefined) return yield* use(segment, before)
    // All of them: others look at those that nobody looks at now.
    yield* use(segment, { take: () => before.take() })
    yield* prepared(engine, cols, segment, before)
    kept.there.add(segment.from)
  })
  const see: Seen<E> = (segment, first) =>
    tiles.unit ? scaling(engine, tiles, segment, (before) => look(segment, before), first) : look(segment, first)
  const all = Effect.gen(function*() {
    if (pieces === undefined) yield* ahead.fill
    for (const turn of turns) {
      const { at, from, isRead, to } = turn, segment = { slab, at, from, to }
      if (!isRead) {
        yield* use(segment, NOTHING)
        continue
      }
      const isAhead = pieces === undefined || isSlow(tiles)
      if (!isAhead && !ahead.has(turn)) {
        ahead.leave()
        yield* reading(tiles, pieces, segment, (before) => see(segment, before))
        continue
      }
      if (!ahead.has(turn)) yield* ahead.fill
      yield* ahead.take
      if (isAhead) yield* ahead.fill
      yield* see(segment, NOTHING)
    }
  })
  yield* Effect.onExit(all, () => ahead.end)
})

/** A pass over the tiles that are wanted; the next ones are read while one is worked on, and one that is kept is there. */
export const pass = <E>(
  engine: Engine,
  tiles: Tiles,
  wanted: Wanted,
  use: (segment: Workspace.Segment) => Effect.Effect<void, E>,
  room: Room
): Effect.Effect<void, E | TilesError> => {
  const look: Look<E> = (segment, before) => Effect.andThen(prepared(engine, tiles.cols, segment, before), use(segment))
  return passBefore(engine, tiles, wanted, look, room)
}

/** The rows of a file, a tile at a time; {@link slotCount} tiles are in memory. */
export const ofTiles = (engine: Engine, tiles: Tiles): Rows<TilesError> => {
  const { cols, rows } = tiles, bytes = 4 * cols * Math.min(rows, tiles.tile)
  let passes = 0
  const each: Rows<TilesError>["each"] = (_room, wanted, use) => {
    passes++
    return Workspace.borrowed(
      engine.variant,
      slotCount(tiles) * bytes + ROOM,
      (slab, alloc) =>
        Effect.suspend(() => pass(engine, tiles, wanted, use, { slab, slots: slotsOf(tiles, bytes, alloc) }))
    )
  }
  return {
    rows,
    cols,
    each,
    passes: () => passes,
    row: (position) =>
      Workspace.scratchPool(engine, 4 * cols, (slab, at) =>
        Effect.gen(function*() {
          const row = new Float32Array(cols)
          yield* tiles.read(position, row)
          Slab.f32(slab, at, cols).set(row)
          const segment = { slab, at, from: position, to: position + 1 }
          if (tiles.unit) yield* scaling(engine, tiles, segment, (before) => prepared(engine, cols, segment, before))
          return Float32Array.from(Slab.f32(slab, at, cols))
        }))
  }
}
