/**
 * k-means over rows that stay in their file: the clusters of those in memory, to the bit, with a pass a center and a pass an iteration.
 */
import * as Effect from "effect/Effect"
import { type Engine, step } from "../kernels/engine.ts"
import { gatherRows } from "../kernels/gather-rows.ts"
import { BLOCK } from "../kernels/kmeans-plus-plus.ts"
import { type Look, ofTiles, passBefore, slotCount, slotsOf } from "../kernels/rows.ts"
import * as Slab from "../kernels/slab.ts"
import { squaredDistancesKernel } from "../kernels/squared-distances.ts"
import * as Workspace from "../kernels/workspace.ts"
import * as Remarks from "../Remarks.ts"
import type { Tiles, TilesError } from "../Tiles.ts"
import { factorFor, farPoint, type Frame, isIdle, keepExact, moveIn, sampled } from "./frame.ts"
import { type Keepable, keepable, keeping, type Kept, within } from "./kept-tiles.ts"
import { bestOf, byPosition, type Result, strideOf } from "./kmeans.ts"
import { type Lying, type Part, partOf, type Problem } from "./problem.ts"
import { inMemory, someRows } from "./some-rows.ts"
import type { TilesRequest } from "./tiles-request.ts"

/** All rows of a file, and those that are clustered. */
export interface Sources {
  readonly whole: Tiles
  readonly some: Tiles
  /** Whether those are in memory, so that a pass over them reads nothing. */
  readonly here: boolean
}

/** Where the rows of a tile, and what is known of all rows, lie in a slab. */
export interface Places {
  readonly slab: Slab.Slab
  readonly slots: ReadonlyArray<number>
  /** Indices 0, 1, … of the rows of a tile, or of all where all stay in memory. */
  readonly index: number
  readonly weights: number
  readonly squares: number
  /** Tiles that stay in memory from one pass to the next; undefined: none. */
  readonly kept?: Kept | undefined
  /** How many passes read something. */
  readonly count: { passes: number }
}

/** The rows of the largest part. */
export const mostOf = ({ rows, tile }: Tiles): number => Math.min(rows, tile)

/** Room for tiles, and what is known of the rows that are clustered, `some` of all rows, of weight 1. */
export const placesIn = (
  whole: Tiles,
  slab: Slab.Slab,
  alloc: (bytes: number) => number,
  some: Tiles = whole,
  keep?: Keepable
): Places => {
  const { cols } = whole, most = mostOf(whole), bytes = 4 * cols * most
  const kept = keep === undefined ? undefined : keeping(some, keep, alloc), indices = kept?.isWhole ? some.rows : most
  const places: Places = {
    slab,
    slots: slotsOf(whole, bytes, alloc),
    index: alloc(4 * Math.max(most, indices)),
    weights: alloc(8 * some.rows),
    // Those of all rows come first, and then those of the rows that are clustered.
    squares: alloc(8 * whole.rows),
    kept,
    count: { passes: 0 }
  }
  Slab.u32(slab, places.index, Math.max(most, indices)).forEach((_, i, all) => all[i] = i)
  Slab.f64(slab, places.weights, some.rows).fill(1)
  return places
}

/** The rows of a file, as they are passed over and one by one, all in their frame. */
export const rowsIn = (engine: Engine, tiles: Tiles, places: Places, frame: Frame, here = false) => {
  const { index, slab, slots } = places, { cols } = tiles, one = ofTiles(engine, tiles), idle = isIdle(frame)
  const ready = idle ? undefined : ({ at, from, to }: Workspace.Segment): void => {
    moveIn(frame, Slab.f32(slab, at, (to - from) * cols))
  }
  return {
    each: <E>(use: (part: Part) => Effect.Effect<void, E>): Effect.Effect<void, E | TilesError> => {
      const kept = places.kept === undefined ? undefined : within(places.kept, tiles, frame)
      if (!here && !(kept?.there.size === Math.ceil(tiles.rows / tiles.tile))) places.count.passes++
      const look: Look<E> = ({ at: x, from, to }, before) =>
        use(partOf({ cols, engine, slab }, { x, rows: index, from, to }, before))
      return passBefore(engine, tiles, () => true, look, { slab, slots, kept, ready })
    },
    row: (i: number): Effect.Effect<Float32Array, TilesError> =>
      Effect.map(one.row(i), (row) => idle ? row : moveIn(frame, row))
  }
}

/** See {@link rowsIn}. */
export type RowsIn = ReturnType<typeof rowsIn>

/** The squared distance of each row to a point; the largest. Rows that `look` asks for are copied on the way. */
export const squaresOf = Effect.fnUntraced(function*(
  { cols }: Tiles,
  { slab, squares }: Places,
  rows: RowsIn,
  point: Float64Array,
  look: (lying: Lying) => void
) {
  let most = 0
  yield* rows.each((part) =>
    Workspace.scratch(
      slab,
      8 * cols,
      Effect.fnUntraced(function*(at) {
        const { from, to } = part, out = squares + 8 * from
        Slab.f64(slab, at, cols).set(point)
        yield* part.through(2 * cols, (x) => [step(squaredDistancesKernel, [x, cols, at, out])])
        for (const square of Slab.f64(slab, out, to - from)) most = Math.max(most, square)
        look({ ...part, x: yield* part.at })
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
  yield* plain.each(({ at, from, to }) =>
    Effect.map(at, (x) => keepExact(point, Slab.f32(places.slab, x, (to - from) * cols)))
  )
  return point
})

/** Every so many rows, copied while there is a pass: what the unit of the tolerance is taken from. */
const samplesOf = ({ cols, rows }: Tiles, { slab }: Places) => {
  const step = strideOf(rows), data = new Float32Array(Math.ceil(rows / step) * cols)
  return {
    look: ({ from, to, x }: Lying): void => {
      for (let i = step * Math.ceil(from / step); i < to; i += step) {
        data.set(Slab.f32(slab, x + 4 * cols * (i - from), cols), i / step * cols)
      }
    },
    row: (i: number): Float32Array | undefined =>
      i % step === 0 ? data.subarray(i / step * cols, (i / step + 1) * cols) : undefined
  }
}

/** The rows that are clustered, in the frame that all rows decide. */
const rowsOf = Effect.fnUntraced(function*(engine: Engine, { here, some, whole }: Sources, places: Places) {
  const { cols } = whole, samples = samplesOf(some, places), idle = { origin: new Float64Array(cols), factor: 1 }
  const origin = yield* originOf(engine, whole, places), all = rowsIn(engine, whole, places, idle)
  const look = some === whole ? samples.look : () => {}
  const frame: Frame = { origin, factor: factorFor(yield* squaresOf(whole, places, all, origin, look)) }
  if (some === whole && isIdle(frame)) return { frame, rows: all, samples }
  const rows = rowsIn(engine, some, places, frame, here)
  yield* squaresOf(some, places, rows, new Float64Array(cols), samples.look)
  return { frame, rows, samples }
})

/** What there is to cluster. */
const problemOf = Effect.fnUntraced(function*(engine: Engine, sources: Sources, places: Places) {
  const { cols, rows: n } = sources.some, { slab, squares, weights } = places
  const { frame, rows, samples } = yield* rowsOf(engine, sources, places)
  // All rows are there by now, and lie one after the other.
  const { kept } = places,
    whole = kept?.isWhole === true ? { x: kept.at, rows: places.index, from: 0, to: n } : undefined
  return {
    engine,
    frame,
    slab,
    cols,
    n,
    most: whole === undefined ? mostOf(sources.some) : n,
    weights,
    squares,
    fused: whole === undefined,
    spare: engine.settings.gathered - 4 * cols * n,
    each: whole === undefined ? rows.each : (use) => use(partOf({ cols, engine, slab }, whole)),
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

/** Some of the rows, in memory where they have room there. */
export const sourcesOf = Effect.fnUntraced(function*(engine: Engine, whole: Tiles, rows: Uint32Array | undefined) {
  if (rows === undefined) return { whole, some: whole, here: false } satisfies Sources as Sources
  const here = 4 * whole.cols * rows.length <= engine.settings.gathered
  const some = here ? inMemory(yield* gatherRows(engine, whole, rows), whole.tile) : someRows(whole, rows)
  return { whole, some, here } satisfies Sources as Sources
})

/**
 * See the module: the partition that `kmeans` finds of the same rows in memory. There is at least one row, and k ≥ 1. The trace
 * says how many passes there were: where some `rows` are clustered and have room in memory together, one to look at all of them and one to
 * read these. O(N) memory: about 8 bytes a row for each of ⌊ln k⌋ + 2 candidates, or 68 and 4 a group of centers.
 * Fails with `TilesError` where a tile cannot be read.
 */
export const kmeansOver = Effect.fnUntraced(function*(
  engine: Engine,
  { rows, tiles: given, weights, ...asked }: TilesRequest
): Effect.fn.Return<Result, TilesError> {
  if (given.near !== undefined && rows === undefined && weights === undefined) {
    return yield* given.near.cluster(asked, given.unit)
  }
  const tiles = inBlocks(given), sources = yield* sourcesOf(engine, tiles, rows), n = sources.some.rows
  const bytes = mostOf(tiles) * (4 * slotCount(tiles) * tiles.cols + 4) + 84 * n + 8 * tiles.rows, { some } = sources
  const kept = sources.here ? undefined : keepable(some, engine.settings.gathered, bytes)
  return yield* Workspace.borrowed(
    engine.variant,
    bytes + 4 * tiles.cols * (kept?.rows ?? 0) + 2 ** 20,
    Effect.fnUntraced(function*(slab, alloc) {
      const places = placesIn(tiles, slab, alloc, some, kept)
      if (sources.here) places.count.passes++
      if (weights !== undefined) Slab.f64(slab, places.weights, n).set(weights)
      const problem = yield* problemOf(engine, sources, places)
      const { own, ...rest } = yield* bestOf(problem, { ...asked, k: Math.min(asked.k, n) })
      yield* Remarks.count({ passes: places.count.passes })
      return { assignment: byPosition(own, { matrix: tiles, rows }), ...rest }
    })
  )
})
