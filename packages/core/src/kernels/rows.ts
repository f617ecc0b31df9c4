/**
 * Rows that a search passes over, wherever they are: in memory, or in a file, a tile at a time. Tested in rows.test.ts and farthest-over.test.ts.
 */
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import type { Matrix } from "../Matrix.ts"
import type { Tiles, TilesError } from "../Tiles.ts"
import type { Engine } from "./engine.ts"
import { lengthsOf } from "./lengths.ts"
import { divideRowsKernel, normalizeRowsKernel } from "./normalize-rows.ts"
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

/** Scales rows `from … to − 1`, which lie in a slab, to unit length; rows that were scaled before are only divided. */
const scale = (
  engine: Engine,
  tiles: Tiles,
  { at, from, slab, to }: Workspace.Segment
): Effect.Effect<void> =>
  Workspace.scratch(
    slab,
    8 * (to - from),
    Effect.fnUntraced(function*(norms) {
      const { cols } = tiles, items = to - from, known = lengthsOf(tiles).subarray(from, to)
      const here = () => Slab.f64(slab, norms, items)
      if (known.some(Number.isNaN)) {
        yield* engine.over(slab, normalizeRowsKernel, { items, cost: 4 * cols }, [at, cols, norms])
        known.set(here())
      } else {
        here().set(known)
        yield* engine.over(slab, divideRowsKernel, { items, cost: 2 * cols }, [at, cols, norms])
      }
    })
  )

/** Tiles that stay in memory from one pass to the next, each at an address of its own. */
export interface Kept {
  /** Where the tile that begins with a row has its place; undefined: it has none. */
  readonly homeOf: (from: number) => number | undefined
  /** The first rows of the tiles that are there. */
  readonly there: Set<number>
}

/** Where the tiles of a pass go. */
export interface Room {
  readonly slab: Slab.Slab
  /** Addresses of two tiles: one is read while the other is worked on. */
  readonly slots: readonly [number, number]
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
      const at = kept?.homeOf(from) ?? slots[slot++ % 2]!
      return { from, to, at, isRead: kept?.there.has(from) !== true }
    })
}

/** A pass over the tiles that are wanted; the next one is read while one is worked on, and one that is kept is there. */
export const pass = Effect.fnUntraced(function*<E>(
  engine: Engine,
  tiles: Tiles,
  wanted: Wanted,
  use: (segment: Workspace.Segment) => Effect.Effect<void, E>,
  room: Room
) {
  const { kept, ready = () => {}, slab } = room, { cols } = tiles
  const turns = turnsOf(tiles, wanted, room), reads = turns.filter(({ isRead }) => isRead)
  let next: Fiber.Fiber<void, TilesError> | undefined, started = 0
  // Not to be interrupted: memory that is given back must not be read into any more.
  const read = Effect.suspend(() => {
    const turn = reads[started++]
    if (turn === undefined) return Effect.succeed(undefined)
    const into = Slab.f32(slab, turn.at, (turn.to - turn.from) * cols)
    return Effect.forkChild(Effect.uninterruptible(tiles.read(turn.from, into)))
  })
  const all = Effect.gen(function*() {
    next = yield* read
    for (const { at, from, isRead, to } of turns) {
      const segment = { slab, at, from, to }
      if (isRead) {
        yield* Fiber.join(next!)
        next = yield* read
        if (tiles.unit) yield* scale(engine, tiles, segment)
        ready(segment)
        if (kept?.homeOf(from) !== undefined) kept.there.add(from)
      }
      yield* use(segment)
    }
  })
  yield* Effect.onExit(all, () => next === undefined ? Effect.void : Effect.asVoid(Fiber.await(next)))
})

/** The rows of a file, a tile at a time; two tiles are in memory. */
export const ofTiles = (engine: Engine, tiles: Tiles): Rows<TilesError> => {
  const { cols, rows } = tiles, bytes = 4 * cols * Math.min(rows, tiles.tile)
  let passes = 0
  const each: Rows<TilesError>["each"] = (_room, wanted, use) => {
    passes++
    return Workspace.borrowed(
      engine.variant,
      2 * bytes + ROOM,
      (slab, alloc) =>
        Effect.suspend(() => pass(engine, tiles, wanted, use, { slab, slots: [alloc(bytes), alloc(bytes)] }))
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
          if (tiles.unit) yield* scale(engine, tiles, { slab, at, from: position, to: position + 1 })
          return Float32Array.from(Slab.f32(slab, at, cols))
        }))
  }
}
