/**
 * k-means over rows that stay in their file: the clusters of those in memory, to the bit, with a pass a center and a pass an iteration.
 */
import * as Effect from "effect/Effect"
import type { Engine } from "../kernels/engine.ts"
import { BLOCK } from "../kernels/kmeans-plus-plus.ts"
import { ofTiles, pass } from "../kernels/rows.ts"
import * as Slab from "../kernels/slab.ts"
import { squaredDistancesKernel } from "../kernels/squared-distances.ts"
import * as Workspace from "../kernels/workspace.ts"
import * as Remarks from "../Remarks.ts"
import type { Tiles, TilesError } from "../Tiles.ts"
import { factorFor, farPoint, type Frame, isIdle, keepExact, moveIn, sampled } from "./frame.ts"
import { bestOf, type Result, strideOf } from "./kmeans.ts"
import type { Part, Problem } from "./problem.ts"
import type { TilesRequest } from "./tiles-request.ts"

/** Where the rows of a tile, and what is known of all rows, lie in a slab. */
export interface Places {
  readonly slab: Slab.Slab
  readonly slots: readonly [number, number]
  /** Indices 0, 1, … of the rows of a tile. */
  readonly index: number
  readonly weights: number
  readonly squares: number
  /** How many passes there were. */
  readonly count: { passes: number }
}

/** The rows of the largest part. */
export const mostOf = ({ rows, tile }: Tiles): number => Math.min(rows, tile)

/** Room for tiles, and what is known of all rows, of weight 1. */
export const placesIn = (tiles: Tiles, slab: Slab.Slab, alloc: (bytes: number) => number): Places => {
  const { cols, rows } = tiles, most = mostOf(tiles), bytes = 4 * cols * most
  const places: Places = {
    slab,
    slots: [alloc(bytes), alloc(bytes)],
    index: alloc(4 * most),
    weights: alloc(8 * rows),
    squares: alloc(8 * rows),
    count: { passes: 0 }
  }
  Slab.u32(slab, places.index, most).forEach((_, i, all) => all[i] = i)
  Slab.f64(slab, places.weights, rows).fill(1)
  return places
}

/** The rows of a file, as they are passed over and one by one, all in their frame. */
export const rowsIn = (engine: Engine, tiles: Tiles, places: Places, frame: Frame) => {
  const { index, slab, slots } = places, { cols } = tiles, one = ofTiles(engine, tiles), idle = isIdle(frame)
  return {
    each: <E>(use: (part: Part) => Effect.Effect<void, E>): Effect.Effect<void, E | TilesError> => {
      places.count.passes++
      return pass(
        engine,
        tiles,
        () => true,
        ({ at, from, to }) => {
          if (!idle) moveIn(frame, Slab.f32(slab, at, (to - from) * cols))
          return use({ x: at, rows: index, from, to })
        },
        slab,
        slots
      )
    },
    row: (i: number): Effect.Effect<Float32Array, TilesError> =>
      Effect.map(one.row(i), (row) => idle ? row : moveIn(frame, row))
  }
}

/** See {@link rowsIn}. */
export type RowsIn = ReturnType<typeof rowsIn>

/** The squared distance of each row to a point; the largest. Rows that `look` asks for are copied on the way. */
export const squaresOf = Effect.fnUntraced(function*(
  engine: Engine,
  { cols }: Tiles,
  { slab, squares }: Places,
  rows: RowsIn,
  point: Float64Array,
  look: (part: Part) => void
) {
  let most = 0
  yield* rows.each((part) =>
    Workspace.scratch(
      slab,
      8 * cols,
      Effect.fnUntraced(function*(at) {
        const { from, to, x } = part, out = squares + 8 * from
        Slab.f64(slab, at, cols).set(point)
        yield* engine.over(slab, squaredDistancesKernel, { items: to - from, cost: 2 * cols }, [x, cols, at, out])
        for (const square of Slab.f64(slab, out, to - from)) most = Math.max(most, square)
        look(part)
      })
    )
  )
  return most
})

/** Where the rows are to stand, but for their size; see `frameOf`. */
const originOf = Effect.fnUntraced(function*(engine: Engine, tiles: Tiles, places: Places) {
  const { cols } = tiles,
    here = { origin: new Float64Array(cols), factor: 1 },
    plain = rowsIn(engine, tiles, places, here)
  const positions = sampled(tiles.rows), data = new Float32Array(positions.length * cols)
  for (const [n, position] of positions.entries()) data.set(yield* plain.row(position), n * cols)
  const point = farPoint({ data, rows: positions.length, cols })
  if (point === undefined) return here.origin
  yield* plain.each(({ from, to, x }) =>
    Effect.sync(() => keepExact(point, Slab.f32(places.slab, x, (to - from) * cols)))
  )
  return point
})

/** Every so many rows, copied while there is a pass: what the unit of the tolerance is taken from. */
const samplesOf = ({ cols, rows }: Tiles, { slab }: Places) => {
  const step = strideOf(rows), data = new Float32Array(Math.ceil(rows / step) * cols)
  return {
    look: ({ from, to, x }: Part): void => {
      for (let i = step * Math.ceil(from / step); i < to; i += step) {
        data.set(Slab.f32(slab, x + 4 * cols * (i - from), cols), i / step * cols)
      }
    },
    row: (i: number): Float32Array | undefined =>
      i % step === 0 ? data.subarray(i / step * cols, (i / step + 1) * cols) : undefined
  }
}

/** What there is to cluster. */
const problemOf = Effect.fnUntraced(function*(engine: Engine, tiles: Tiles, places: Places) {
  const { cols, rows: n } = tiles, { slab, squares, weights } = places, samples = samplesOf(tiles, places)
  const origin = yield* originOf(engine, tiles, places)
  const first = rowsIn(engine, tiles, places, { origin: new Float64Array(cols), factor: 1 })
  const factor = factorFor(yield* squaresOf(engine, tiles, places, first, origin, samples.look))
  const frame: Frame = { origin, factor }, rows = isIdle(frame) ? first : rowsIn(engine, tiles, places, frame)
  if (rows !== first) yield* squaresOf(engine, tiles, places, rows, new Float64Array(cols), samples.look)
  return {
    engine,
    frame,
    slab,
    cols,
    n,
    most: mostOf(tiles),
    weights,
    squares,
    fused: true,
    each: rows.each,
    row: (i) => {
      const row = samples.row(i)
      return row === undefined ? rows.row(i) : Effect.succeed(row)
    }
  } satisfies Problem<TilesError> as Problem<TilesError>
})

/** Tiles of whole blocks, for which sums are kept. */
export const inBlocks = (tiles: Tiles): Tiles => ({
  ...tiles,
  tile: BLOCK * Math.max(1, Math.floor(tiles.tile / BLOCK))
})

/**
 * See the module: the partition that `kmeans` finds of the same rows in memory. There is at least one row, and k ≥ 1. The trace
 * says how many passes there were. O(N) memory: about 8 bytes a row for each of ⌊ln k⌋ + 2 candidates, or 60 and 4 a group of centers.
 * Fails with `TilesError` where a tile cannot be read.
 */
export const kmeansOver = (
  engine: Engine,
  { tiles: given, ...asked }: TilesRequest
): Effect.Effect<Result, TilesError> => {
  if (given.near !== undefined) return given.near.cluster(asked, given.unit)
  const tiles = inBlocks(given), { cols, rows } = tiles, bytes = mostOf(tiles) * (8 * cols + 4) + 80 * rows
  return Workspace.borrowed(
    engine.variant,
    bytes + 2 ** 20,
    Effect.fnUntraced(function*(slab, alloc) {
      const places = placesIn(tiles, slab, alloc), problem = yield* problemOf(engine, tiles, places)
      const { own, ...rest } = yield* bestOf(problem, { ...asked, k: Math.min(asked.k, rows) })
      yield* Remarks.add({ passes: places.count.passes })
      return { assignment: own, ...rest }
    })
  )
}
