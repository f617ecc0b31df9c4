/**
 * Rows that a search passes over, wherever they are: in memory, or in a file, a tile at a time. Tested in rows.test.ts and farthest-over.test.ts.
 */
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import type { Matrix } from "../Matrix.ts"
import type { Tiles, TilesError } from "../Tiles.ts"
import { type Before, NOTHING, prepared, scaling } from "./before.ts"
import type { Engine } from "./engine.ts"
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

/** {@link pass}, whose user does what has to be done to rows of unit length along the way; nobody needs to. */
export const passBefore = Effect.fnUntraced(function*<E>(
  engine: Engine,
  tiles: Tiles,
  wanted: Wanted,
  use: Look<E>,
  room: Room
) {
  const { kept, ready, slab, slots } = room, { cols } = tiles
  const turns = turnsOf(tiles, wanted, room), reads = turns.filter(({ isRead }) => isRead)
  const begun: Array<Fiber.Fiber<void, TilesError>> = []
  let started = 0
  /** Begins to read the next tile, after those that are read already. */
  const read = Effect.suspend(() => {
    const turn = reads[started++]
    if (turn === undefined) return Effect.void
    const into = Slab.f32(slab, turn.at, (turn.to - turn.from) * cols)
    // Not to be interrupted: memory that is given back must not be read into any more.
    const reading = Effect.forkChild(Effect.uninterruptible(tiles.read(turn.from, into)))
    return Effect.map(reading, (fiber) => void begun.push(fiber))
  })
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
  const all = Effect.gen(function*() {
    for (let ahead = 0; ahead < Math.min(slots.length - 1, tiles.together ?? 1); ahead++) yield* read
    for (const { at, from, isRead, to } of turns) {
      const segment = { slab, at, from, to }
      if (!isRead) {
        yield* use(segment, NOTHING)
        continue
      }
      yield* Fiber.join(begun[0]!)
      begun.shift()
      yield* read
      yield* tiles.unit
        ? scaling(engine, tiles, segment, (before) => look(segment, before))
        : look(segment, NOTHING)
    }
  })
  yield* Effect.onExit(all, () => Fiber.awaitAll(begun))
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
