/**
 * Mini-batch k-means of rows that stay in their file: the clusters of those in memory, to the bit, with two passes over the file, or three.
 */
import * as Effect from "effect/Effect"
import type { Engine } from "../kernels/engine.ts"
import { firstFrom, gatherRows } from "../kernels/gather-rows.ts"
import { normalizeRowsKernel } from "../kernels/normalize-rows.ts"
import { slotCount, slotsOf } from "../kernels/rows.ts"
import * as Slab from "../kernels/slab.ts"
import { squaredDistancesKernel } from "../kernels/squared-distances.ts"
import * as Workspace from "../kernels/workspace.ts"
import * as Remarks from "../Remarks.ts"
import type { Tiles, TilesError } from "../Tiles.ts"
import { allocate, type Batching, moved, type Source } from "./batches.ts"
import * as Centers from "./centers.ts"
import { type Frame, isIdle, moveIn } from "./frame.ts"
import { byPosition, outcomeOf } from "./kmeans.ts"
import { lossOf } from "./loss.ts"
import { moveCenter, sumPart } from "./means.ts"
import { inBlocks, mostOf, type Places, type RowsIn, rowsIn, type Sources, sourcesOf } from "./over-tiles.ts"
import { type Part, passing, type Placed } from "./problem.ts"
import type { Clustering } from "./request.ts"
import { inMemory, readAt } from "./some-rows.ts"
import { frameOver } from "./tiles-frame.ts"
import type { TilesRequest } from "./tiles-request.ts"

/** Where rows of a tile go, and what is known of them while a tile is worked on. */
interface Window {
  readonly engine: Engine
  readonly frame: Frame
  readonly slab: Slab.Slab
  readonly cols: number
  /** As many indices, weights and squared lengths as a tile or a batch has rows. */
  readonly placed: Placed
  /** The point 0. */
  readonly origin: number
  readonly weights: Float64Array | undefined
  /** Passes over all rows that are clustered. */
  readonly rows: RowsIn
}

/** The squared lengths of rows that lie one after the other from `x` on. */
const measureLengths = ({ cols, engine, origin, slab }: Window, x: number, items: number, out: number) =>
  engine.over(slab, squaredDistancesKernel, { items, cost: 2 * cols }, [x, cols, origin, out])

/** The places of batches without those that come again, ascending, and where each is among them. */
const distinct = (batches: ReadonlyArray<Uint32Array>) => {
  const all = new Uint32Array(batches.reduce((sum, { length }) => sum + length, 0))
  let drawn = 0
  for (const places of batches) {
    all.set(places, drawn)
    drawn += places.length
  }
  const sorted = all.sort().filter((place, i, all) => i === 0 || place !== all[i - 1])
  return { sorted, slots: batches.map((places) => places.map((place) => firstFrom(sorted, place))) }
}

/** Rows that are read together at most: of more the gaps between them are hardly smaller. */
const TOGETHER = 100_000

/** The rows of a file: batches read those at their places, each once. */
const fromFile = (
  window: Window,
  { here, some, whole }: Sources,
  rows: Uint32Array | undefined
): Source<TilesError> => {
  const { cols, engine, frame, slab, weights } = window, tiles = here ? some : whole
  const weight = (place: number): number => weights?.[place] ?? 1
  return {
    n: some.rows,
    weight,
    together: (n) => {
      const room = Math.min(TOGETHER, engine.settings.gathered / (4 * cols + 64))
      return here ? 1 : Math.max(1, Math.floor(room / n))
    },
    batch: (n, alloc, together = 1) => {
      const room = Math.min(some.rows, n * together)
      const x = alloc(4 * cols * room), lengths = alloc(8 * room), norms = alloc(8 * room)
      const problem = allocate(window.placed, n, x, alloc)
      let there: readonly [batches: ReadonlyArray<Uint32Array>, slots: ReadonlyArray<Uint32Array>] = [[], []]
      const read = Effect.fnUntraced(function*(batches: ReadonlyArray<Uint32Array>) {
        const { slots, sorted } = distinct(batches), items = sorted.length
        const positions = here || rows === undefined ? sorted : sorted.map((place) => rows[place]!)
        yield* readAt(tiles, positions, Slab.f32(slab, x, items * cols))
        if (tiles.unit) yield* engine.over(slab, normalizeRowsKernel, { items, cost: 4 * cols }, [x, cols, norms])
        if (!isIdle(frame)) moveIn(frame, Slab.f32(slab, x, items * cols))
        yield* measureLengths(window, x, items, lengths)
        there = [batches, slots]
      })
      const take = (batch: number): void => {
        const squares = Slab.f64(slab, problem.squares, n), known = Slab.f64(slab, lengths, room)
        const weighed = Slab.f64(slab, problem.weights, n), slots = there[1][batch]!
        Slab.u32(slab, problem.rows, n).set(slots)
        there[0][batch]!.forEach((place, b) => {
          weighed[b] = weight(place)
          squares[b] = known[slots[b]!]!
        })
      }
      return { problem, read, take }
    }
  }
}

/** What a part's rows weigh, where kernels reach it, and 1 each by default. */
const weigh = ({ placed: { weights: at }, slab, weights }: Window, from: number, to: number): Float64Array => {
  const here = Slab.f64(slab, at, to - from)
  if (weights === undefined) here.fill(1)
  else here.set(weights.subarray(from, to))
  return here
}

/** A part of the rows, as all that there are. */
const only = ({ placed }: Window, { at, from, to }: Part): Effect.Effect<Placed> =>
  Effect.map(at, (x) => ({ ...placed, ...passing(placed, { x, n: to - from, rows: placed.rows }) }))

/** Assigns all rows to the nearest centers, and moves these to the means of their rows: a pass. */
const assignAll = Effect.fnUntraced(function*(window: Window, state: Centers.State, own: Int32Array) {
  const { cols, slab } = window, sizes = new Uint32Array(state.k), weight = new Float64Array(state.k)
  Slab.f64(slab, state.sums.at, state.k * cols).fill(0)
  yield* window.rows.each(
    Effect.fnUntraced(function*(part) {
      const { from, to } = part, here = yield* only(window, part), weights = weigh(window, from, to)
      const assigned = Slab.i32(slab, state.assignment, to - from)
      yield* measureLengths(window, here.x, to - from, here.squares)
      assigned.fill(-1)
      Centers.forget(here, state)
      yield* Centers.assignRows(here, state)
      yield* here.each((part) => sumPart(here, state, part))
      own.set(assigned, from)
      assigned.forEach((j, i) => {
        sizes[j]!++
        weight[j]! += weights[i]!
      })
    })
  )
  const numbers = (at: number): Float64Array => Slab.f64(slab, at, state.k * cols)
  const centers = numbers(state.centers), sums = [numbers(state.sums.at)]
  weight.forEach((w, j) => w === 0 ? 0 : moveCenter(centers, sums, j * cols, cols, w))
  return sizes
})

/** Σ weight · squared distance to the own center, in order of position: a pass. */
const inertiaOf = Effect.fnUntraced(function*(window: Window, state: Centers.State, own: Int32Array, out: number) {
  const { slab } = window
  let inertia = 0
  yield* window.rows.each(
    Effect.fnUntraced(function*(part) {
      const { from, to } = part, weights = weigh(window, from, to)
      Slab.i32(slab, state.assignment, to - from).set(own.subarray(from, to))
      yield* Centers.measure(yield* only(window, part), state, out)
      Slab.f64(slab, out, to - from).forEach((d, i) => inertia += weights[i]! * d)
    })
  )
  return inertia
})

/** The rows that are clustered: in memory where they have room there, so that no batch reads any. */
const sourcesFor = Effect.fnUntraced(function*(engine: Engine, whole: Tiles, rows: Uint32Array | undefined) {
  if (rows !== undefined || 4 * whole.cols * whole.rows > engine.settings.gathered) {
    return yield* sourcesOf(engine, whole, rows)
  }
  const all = Uint32Array.from({ length: whole.rows }, (_, i) => i)
  const some = inMemory(yield* gatherRows(engine, whole, all), whole.tile)
  return { whole: some, some, here: true } satisfies Sources as Sources
})

/**
 * See the module: the partition, and the notes, that `miniBatch` gives of the same rows in memory. There is at least one row, and k ≥ 1.
 * A pass finds where rows stand, unless they are of unit length or their longest is known; one assigns them and one measures them. Rows of
 * batches and samples are read at their places beside. The trace says how many passes there were; rows that have room in memory together
 * are read once. 4 bytes a row, and room for the rows of three batches or two samples. Fails with `TilesError` where a row cannot be read.
 */
export const miniBatchOver = Effect.fnUntraced(function*(
  engine: Engine,
  { key, maxIterations, rows, tiles: given, weights, ...asked }: TilesRequest,
  batching: Batching
): Effect.fn.Return<Clustering, TilesError> {
  const tiles = inBlocks(given), sources = yield* sourcesFor(engine, tiles, rows), { here, some, whole } = sources
  const { cols } = tiles, n = some.rows, tile = mostOf(tiles)
  const most = Math.min(n, Math.max(tile, 3 * batching.batchSize, batching.sampled))
  return yield* Workspace.borrowed(
    engine.variant,
    slotCount(tiles) * tile * 4 * cols + most * (4 * cols + 200) + 2 ** 20,
    Effect.fnUntraced(function*(slab, alloc) {
      const places: Places = {
        slab,
        slots: slotsOf(tiles, 4 * cols * tile, alloc),
        index: alloc(4 * tile),
        weights: alloc(8 * tile),
        squares: alloc(8 * tile),
        count: { passes: here ? 1 : 0 }
      }
      Slab.u32(slab, places.index, tile).forEach((_, i, all) => all[i] = i)
      const origin = alloc(8 * cols), out = alloc(8 * tile)
      Slab.f64(slab, origin, cols).fill(0)
      const frame = yield* frameOver(engine, whole, places, out, here && whole === some)
      const { index, squares, slots: [x = 0] } = places, held = Math.min(n, Math.max(tile, batching.batchSize))
      const known = { engine, frame, slab, cols, weights: places.weights, squares }
      const around: Placed = { ...known, ...passing(known, { x, n: held, rows: index }) }
      const passes = rowsIn(engine, some, places, frame, here)
      const window: Window = { engine, frame, slab, cols, placed: around, origin, weights, rows: passes }
      const source = fromFile(window, sources, rows)
      const { state, way } = yield* moved(source, around, { k: asked.k, key, maxIterations }, batching, alloc)
      const own = new Int32Array(n), sizes = yield* assignAll(window, state, own)
      const inertia = yield* inertiaOf(window, state, own, out)
      const { names, ...rest } = outcomeOf(window, Slab.f64(slab, state.centers, state.k * cols), sizes, inertia)
      own.forEach((j, i) => own[i] = names[j]!)
      const notes = yield* lossOf(source, around, rest.centers, key, batching.sampled)
      yield* Remarks.count({ passes: places.count.passes })
      return { assignment: byPosition(own, { matrix: tiles, rows }), ...rest, ...way, notes }
    })
  )
})
