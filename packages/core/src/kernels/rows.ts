/**
 * Rows that a search passes over, wherever they are: in memory, or in a file, a tile at a time. Tested in farthest-over.test.ts.
 */
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import type { Matrix } from "../Matrix.ts"
import type { Tiles, TilesError } from "../Tiles.ts"
import type { Engine } from "./engine.ts"
import { normalizeRowsKernel } from "./normalize-rows.ts"
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

/** Scales rows that lie in a slab to unit length. */
const scale = (engine: Engine, slab: Slab.Slab, at: number, items: number, cols: number): Effect.Effect<void> =>
  Workspace.scratch(
    slab,
    8 * items,
    (norms) => engine.over(slab, normalizeRowsKernel, { items, cost: 4 * cols }, [at, cols, norms])
  )

/** The tiles that are wanted, each as its first row. */
const startsOf = ({ rows, tile }: Tiles, wanted: Wanted): ReadonlyArray<number> =>
  Array.from({ length: Math.ceil(rows / tile) }, (_, i) => i * tile)
    .filter((from) => wanted(from, Math.min(rows, from + tile)))

/** A pass over the tiles that are wanted; the next one is read while one is worked on. */
export const pass = Effect.fnUntraced(function*<E>(
  engine: Engine,
  tiles: Tiles,
  wanted: Wanted,
  use: (segment: Workspace.Segment) => Effect.Effect<void, E>,
  slab: Slab.Slab,
  slots: readonly [number, number]
) {
  const { cols, rows, tile } = tiles, starts = startsOf(tiles, wanted)
  const endOf = (from: number) => Math.min(rows, from + tile)
  // Not to be interrupted: memory that is given back must not be read into any more.
  const read = (turn: number) => {
    const from = starts[turn]!
    const into = Slab.f32(slab, slots[turn % 2]!, (endOf(from) - from) * cols)
    return Effect.forkChild(Effect.uninterruptible(tiles.read(from, into)))
  }
  let next: Fiber.Fiber<void, TilesError> | undefined = starts.length === 0 ? undefined : yield* read(0)
  const turns = Effect.gen(function*() {
    for (let turn = 0; turn < starts.length; turn++) {
      yield* Fiber.join(next!)
      next = turn + 1 < starts.length ? yield* read(turn + 1) : undefined
      const from = starts[turn]!, to = endOf(from), at = slots[turn % 2]!
      if (tiles.unit) yield* scale(engine, slab, at, to - from, cols)
      yield* use({ slab, at, from, to })
    }
  })
  yield* Effect.onExit(turns, () => next === undefined ? Effect.void : Effect.asVoid(Fiber.await(next)))
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
      (slab, alloc) => Effect.suspend(() => pass(engine, tiles, wanted, use, slab, [alloc(bytes), alloc(bytes)]))
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
          if (tiles.unit) yield* scale(engine, slab, at, 1, cols)
          return Float32Array.from(Slab.f32(slab, at, cols))
        }))
  }
}
