/**
 * What the greedy choice of a covering asks of a matrix: which distances matter to a candidate, exactly, and what many
 * candidates may add at most.
 */
import * as Effect from "effect/Effect"
import type { Matrix } from "../Matrix.ts"
import { squaredDistance } from "../neighbors/distance.ts"
import { breathe, type Engine } from "./engine.ts"
import { type Kept, linesFor, listBytes, makeKept } from "./herding-kept.ts"
import { compiledOnly } from "./kernel.ts"
import { withRoom } from "./shared.ts"
import { codeOf, reachOf, type Similarity } from "./similarity.ts"
import { allRows, bytesPerRow, capacity, sketched, type Sketches } from "./sketch.ts"
import * as Slab from "./slab.ts"
import type { Placed } from "./workspace.ts"
import * as Workspace from "./workspace.ts"

/** By row, how far it is covered (from 0 to 1, changed as items are picked) and what that is worth (from 0 to 2). */
export interface Covered {
  readonly similarity: Similarity
  readonly covered: Float64Array
  readonly weights: Float64Array
}

/** See the module. */
export interface Search {
  /** Takes in that some rows are covered further than before: all, or where it is told. */
  readonly changed: (rows?: ArrayLike<number>) => Effect.Effect<void>
  /**
   * The squared distances of all rows to one, as float64 direct differences; Infinity where it is sure to add nothing. They
   * stand until the next are asked for.
   */
  readonly squares: (row: number) => Effect.Effect<Float64Array>
  /** What rows would add at most, in their order; undefined where there are no bounds. They stand until the next are asked for. */
  readonly bounds: ((rows: Uint32Array) => Effect.Effect<Float64Array>) | undefined
}

/** All distances, one by one: the reference. */
const plainly = (engine: Engine, { cols, data, rows }: Matrix): Search => {
  const squares = new Float64Array(rows)
  return {
    changed: () => Effect.void,
    squares: Effect.fnUntraced(function*(row) {
      for (let i = 0; i < rows; i++) {
        squares[i] = squaredDistance(data, i * cols, data, row * cols, cols)
        yield* breathe(engine.variant, cols)
      }
      return squares
    }),
    bounds: undefined
  }
}

const n = "number"
const boundsKernel = compiledOnly("herdingBounds", [n, n, n, n, n])
const squaresKernel = compiledOnly("herdingSquares", [n, n, n, n, n], 4)

/** Bytes of the parameters; see `Herding` in the assembly. */
const PARAMS = 48

/** Elementary steps a row of what changes with the covering. */
const CHANGE = 32

/** How far single precision may be off, and more: so much is added to what is to be a bound from above. */
const SLACK = 3e-7

/** Factors of single precision may not be infinite: what is multiplied with them may be 0. */
const finite = (x: number): number => Math.min(x, 1e36)

/** Where what the search keeps lies, beside the sketches. */
const layout = (at: number, capacity: number) => {
  const covered = at + PARAMS, weights = covered + 4 * capacity, reach = weights + 4 * capacity
  const list = reach + 4 * capacity, sums = list + 4 * capacity, squares = sums + 8 * capacity
  return { covered, weights, reach, list, sums, squares, end: squares + 8 * capacity }
}

/** Bytes beside what is counted: what pieces of memory lose at their ends. */
const APART = 2 ** 20

/** A part of the pool that a cache holds while some candidates are looked at against it. */
const spanOf = ({ settings }: Engine, cols: number): number =>
  Math.max(16, Math.min(2048, Math.floor(settings.block / (16 * Math.max(1, cols)) / 4) * 4))

const setUp = (
  slab: Slab.Slab,
  at: number,
  s: Sketches,
  { similarity, weights }: Covered
): ReturnType<typeof layout> => {
  const to = layout(at, s.capacity), [kind, scale] = codeOf(similarity)
  Slab.u32(slab, at, 5).set([s.q, s.step, s.stats, s.capacity, kind])
  Slab.f32(slab, at + 20, 1)[0] = finite(scale / s.unit / s.unit) * (1 - 1e-6)
  Slab.u32(slab, at + 24, 3).set([to.covered, to.weights, to.reach])
  // Rows behind the last are within nothing's reach.
  Slab.f32(slab, to.reach, s.capacity).fill(-Infinity)
  const w = Slab.f32(slab, to.weights, s.capacity)
  weights.forEach((weight, row) => w[row] = weight === 0 ? 0 : Math.max(1e-37, weight * (1 + SLACK)))
  return to
}

/** The answers with the help of sketches, and of what is kept of them. */
const bySketches = (
  engine: Engine,
  { at: x, slab }: Placed,
  { cols, rows }: Matrix,
  s: Sketches,
  { at, kept }: { readonly at: number; readonly kept: Kept },
  state: Covered
): Search => {
  const { covered, similarity, weights } = state, half = s.unit * s.unit / 2
  const to = setUp(slab, at, s, state), span = spanOf(engine, cols)
  const ms = Slab.f32(slab, to.covered, rows), reach = Slab.f32(slab, to.reach, rows)
  const change = (row: number): void => {
    const m = covered[row]!
    ms[row] = m * (1 - SLACK)
    reach[row] = weights[row] === 0 ? -Infinity : reachOf(similarity, m) * half * (1 + 1e-6) + 1e-36
  }
  return {
    changed: (some) =>
      Effect.suspend(() => {
        const count = some?.length ?? rows
        for (let i = 0; i < count; i++) change(some === undefined ? i : some[i]!)
        return breathe("typescript", CHANGE * count)
      }),
    squares: (row) =>
      Effect.map(
        engine.over(slab, squaresKernel, { items: rows, cost: 2 * cols }, [at, x, cols, row, to.squares]),
        () => Slab.f64(slab, to.squares, rows)
      ),
    bounds: Effect.fnUntraced(function*(list) {
      const { known, others } = yield* kept.keep(list),
        placesOf = (places: Uint32Array) => places.map((at) => list[at]!)
      const sums = Slab.f64(slab, to.sums, list.length).fill(0), beside = to.sums + 8 * known.length
      yield* kept.add(placesOf(known), to.sums)
      Slab.u32(slab, to.list, others.length).set(placesOf(others))
      for (let first = 0; first < rows && others.length > 0; first += span) {
        const last = Math.min(rows, first + span), work = { items: others.length, cost: (last - first) * cols }
        yield* engine.over(slab, boundsKernel, work, [at, to.list, first, last, beside])
      }
      const bounds = new Float64Array(list.length)
      known.forEach((place, i) => bounds[place] = sums[i]! * (1 + 3e-5))
      others.forEach((place, i) => bounds[place] = sums[known.length + i]! * (1 + 3e-5))
      return bounds
    })
  }
}

/**
 * Lends a search over all rows of a matrix to `use`, which may change how far they are covered as long as it says so. O(N d)
 * memory where it is compiled, for the rows and their sketches, and for the bounds that are kept.
 */
export const searched = <A, E, R>(
  engine: Engine,
  matrix: Matrix,
  state: Covered,
  use: (search: Search) => Effect.Effect<A, E, R>
): Effect.Effect<A, E, R> => {
  if (engine.variant === "typescript") return Effect.suspend(() => use(plainly(engine, matrix)))
  const { cols, data, rows } = matrix, { variant } = engine, all = capacity(rows)
  const beside = listBytes(rows) + layout(0, all).end + all * bytesPerRow(cols) + APART
  const lines = linesFor(engine, rows, data.byteLength + beside), kept = lines.bytes * lines.count
  const within = (placed: Placed, alloc: (bytes: number) => number) =>
    sketched(engine, placed, matrix, allRows(matrix), (sketches) =>
      Effect.suspend(() => {
        const { slab } = placed, { unit } = sketches, { similarity } = state
        const at = alloc(layout(0, sketches.capacity).end)
        const around = { engine, slab, params: at, rows, cols, span: spanOf(engine, cols), similarity, unit }
        const known = makeKept(around, lines, alloc(kept), alloc(listBytes(rows)))
        return use(bySketches(engine, placed, matrix, sketches, { at, kept: known }, state))
      }))
  const here = Workspace.withMatrix(
    engine,
    matrix,
    (placed) => Workspace.arena(placed.slab, (alloc) => within(placed, alloc))
  )
  // Not where the matrix lies, whose memory would stay as large for as long as the matrix is there; one that is larger is not copied for that.
  const apart = Workspace.borrowed(variant, data.byteLength + beside + kept, (slab, alloc) =>
    Effect.suspend(() => {
      const at = alloc(data.byteLength)
      return Effect.andThen(Workspace.copyIn(engine, slab, at, data), within({ slab, at }, alloc))
    }))
  return withRoom(matrix, beside + kept, data.byteLength <= kept ? apart : here)
}
