/**
 * Greedy k-center: again and again the candidate farthest from all centers, exactly.
 */
import * as Effect from "effect/Effect"
import { lowerHeld } from "../device/farthest.ts"
import { type Held, held } from "../device/held.ts"
import type { Matrix } from "../Matrix.ts"
import { squaredDistance } from "../neighbors/distance.ts"
import { breathe, type Engine } from "./engine.ts"
import { compiledOnly, compiledStep } from "./kernel.ts"
import { mostCentral } from "./most-central.ts"
import { ofMatrix } from "./rows.ts"
import { sharedOf } from "./shared.ts"
import { allRows, sketched, type Sketches } from "./sketch.ts"
import * as Slab from "./slab.ts"
import type { Placed } from "./workspace.ts"
import * as Workspace from "./workspace.ts"

/** What to spread over: positions, rows of a `matrix` (N × d). */
export interface FarthestRequest {
  readonly matrix: Matrix
  /** The centers that are there already, labeled or picked. */
  readonly centers: Uint32Array
  /** Those to pick from, ascending; centers among them are passed over. */
  readonly candidates: Uint32Array
  /** How many to pick; fewer are picked where the candidates run out. */
  readonly budget: number
}

/** The picks in their order, and how far (`distances`) each was from the nearest center; Infinity: there was none. */
export interface FarthestPicks {
  readonly picks: Uint32Array
  readonly distances: Float64Array
}

/** Answers "who is farthest?" while centers are added one by one. */
interface Search {
  readonly add: (center: number) => Effect.Effect<void>
  /** The farthest of the candidates that are no centers yet, and its squared distance. */
  readonly farthest: () => Effect.Effect<{ readonly position: number; readonly square: number }>
}

/** The answer from one running minimum of float64 squared distances: the reference. */
const plainly = (engine: Engine, { cols, data }: Matrix, candidates: Uint32Array): Search => {
  const squares = new Float64Array(candidates.length).fill(Infinity)
  const open = new Uint8Array(candidates.length).fill(1)
  return {
    add: Effect.fnUntraced(function*(center) {
      for (let i = 0; i < candidates.length; i++) {
        if (candidates[i] === center) open[i] = 0
        const square = squaredDistance(data, candidates[i]! * cols, data, center * cols, cols)
        if (square < squares[i]!) squares[i] = square
        yield* breathe(engine.variant, cols)
      }
    }),
    farthest: () =>
      Effect.sync(() => {
        let best = -1
        for (let i = 0; i < candidates.length; i++) {
          if (open[i] === 1 && (best < 0 || squares[i]! > squares[best]!)) best = i
        }
        return { position: candidates[best]!, square: squares[best]! }
      })
  }
}

const lowerKernel = compiledOnly("lowerBounds", ["number", "number", "number"], 4)
const exactKernel = compiledStep("exactToCenters", ["number", "number", "number", "number", "number", "number"])

/** Elementary steps a row of setting up. */
const LOOK = 16

/** Of a shared matrix all rows are sketched, for all queries, from this part of them on: fewer are sketched by themselves. */
const MOST = 1 / 3

/** The rows of a search as sketched, ascending: candidates, and centers that are none; or all, where others use them too. */
const rowsOf = ({ candidates, centers, matrix }: FarthestRequest): Uint32Array => {
  if (sharedOf(matrix) !== undefined && candidates.length >= MOST * matrix.rows) return allRows(matrix)
  const among = new Uint8Array(matrix.rows)
  let count = 0
  for (const positions of [candidates, centers]) {
    for (const position of positions) {
      if (among[position] === 0) count++
      among[position] = 1
    }
  }
  const rows = new Uint32Array(count)
  for (let position = 0, row = 0; row < count; position++) if (among[position] === 1) rows[row++] = position
  return rows
}

/** Bytes the search keeps beside the sketches: parameters, one number, bounds by row, centers as rows and addresses. */
const bytesFor = (capacity: number, most: number): number => 48 + 8 * capacity + 8 * most

/** By row: two bounds of half the squared distance to the nearest center, times unit². */
interface Bounds {
  readonly lows: Float32Array
  readonly highs: Float32Array
}

/** Who lowers the bounds of all rows when a center is added, the `count`-th from 0: a row, at a position. */
interface Lowering extends Pick<Sketches, "capacity" | "unit"> {
  readonly lower: (bounds: Bounds, row: number, position: number, count: number) => Effect.Effect<void>
  /** Is told for each pick how many rows had to be measured. */
  readonly measured?: ((open: number) => void) | undefined
}

/** How many rows there are, and how wide they are. */
type Shape = Pick<Matrix, "cols" | "rows">

/** Lowers the bounds by sketches; the parameters and the bounds are at `at`. */
const bySketches = (
  engine: Engine,
  { slab }: Placed,
  s: Sketches,
  at: number,
  most: number,
  shape: Shape
): Lowering => {
  const { cols, rows } = shape, lows = at + 48, highs = lows + 4 * s.capacity, own = highs + 4 * s.capacity
  Slab.u32(slab, at, 7).set([s.q, s.step, s.stats, s.capacity, lows, highs, own])
  return {
    ...s,
    lower: (_, row, _position, count) => {
      Slab.u32(slab, own, most)[count] = row
      return engine.over(slab, lowerKernel, { items: rows, cost: cols }, [at, count, count + 1])
    }
  }
}

/**
 * The answer from bounds: every row's distance to the nearest center is kept between two bounds, and only rows
 * that may be the farthest are measured.
 */
const byBounds = (
  engine: Engine,
  { at: x, slab }: Placed,
  { candidates, matrix: { cols, rows: height } }: FarthestRequest,
  rows: Uint32Array,
  { capacity, lower, measured: tell, unit }: Lowering,
  at: number,
  most: number
): Search => {
  const half = unit * unit / 2
  const lowsAt = at + 48, highsAt = lowsAt + 4 * capacity, addresses = highsAt + 4 * capacity + 4 * most
  const lows = Slab.f32(slab, lowsAt, capacity).fill(Infinity)
  const highs = Slab.f32(slab, highsAt, capacity).fill(Infinity)
  const exactly = slab.bind(exactKernel, engine.variant)
  const squares = new Float64Array(rows.length).fill(Infinity)
  const measured = new Uint32Array(rows.length)
  const rowOf = new Uint32Array(height)
  for (let row = 0; row < rows.length; row++) rowOf[rows[row]!] = row
  const open = new Uint8Array(rows.length)
  for (let i = 0; i < candidates.length; i++) open[rowOf[candidates[i]!]!] = 1
  let count = 0
  /** The exact squared distance of a row to the nearest center, which closes its bounds. */
  const measure = (row: number): number => {
    const number = Slab.f64(slab, at + 32, 1)
    number[0] = squares[row]!
    exactly(x + 4 * cols * rows[row]!, cols, addresses, measured[row]!, count, at + 32)
    const square = number[0]
    squares[row] = square
    measured[row] = count
    lows[row] = square * half * (1 - 1e-6) - 1e-36
    highs[row] = square * half * (1 + 1e-6) + 1e-36
    return square
  }
  const largestLow = (): number => {
    let largest = -Infinity
    for (let row = 0; row < rows.length; row++) if (open[row] === 1 && lows[row]! > largest) largest = lows[row]!
    return largest
  }
  return {
    add: (center) =>
      Effect.suspend(() => {
        const row = rowOf[center]!
        open[row] = 0
        Slab.u32(slab, addresses, most)[count] = x + 4 * cols * center
        return lower({ lows, highs }, row, center, count++)
      }),
    farthest: Effect.fnUntraced(function*() {
      yield* breathe("typescript", 8 * rows.length)
      let best = -1, most = -Infinity, limit = largestLow(), looks = 0
      for (let row = 0; row < rows.length; row++) {
        if (open[row] === 0 || highs[row]! < limit) continue
        const square = measured[row] === count ? squares[row]! : measure(row)
        limit = Math.max(limit, lows[row]!)
        looks++
        if (square > most) {
          most = square
          best = row
        }
        yield* breathe(engine.variant, 4 * cols * count)
      }
      tell?.(looks)
      return { position: rows[best]!, square: most }
    })
  }
}

const pick = Effect.fnUntraced(function*(engine: Engine, request: FarthestRequest, search: Search) {
  const centers = new Set(request.centers)
  const available = request.candidates.reduce((n, position) => centers.has(position) ? n : n + 1, 0)
  const size = Math.min(request.budget, available)
  const picks = new Uint32Array(size), distances = new Float64Array(size)
  for (const center of centers) yield* search.add(center)
  for (let n = 0; n < size; n++) {
    const first = n === 0 && centers.size === 0
    const { position, square } = first
      ? { position: yield* mostCentral(engine, ofMatrix(engine, request.matrix), request.candidates), square: Infinity }
      : yield* search.farthest()
    picks[n] = position
    distances[n] = Math.sqrt(square)
    if (n + 1 < size) yield* search.add(position)
  }
  return { picks, distances } satisfies FarthestPicks
})

/** {@link farthestFirst} with one running minimum of float64 distances in plain TypeScript: the reference. */
export const farthestFirstPlain = (engine: Engine, request: FarthestRequest): Effect.Effect<FarthestPicks> =>
  pick(engine, request, plainly(engine, request.matrix, request.candidates))

/**
 * Picks the candidate farthest from all centers, makes it a center, and so on (greedy k-center): the picks of comparing
 * float64 Euclidean distances, ties to the smaller position. Without centers the first pick is the candidate nearest to
 * the mean of all rows. O(N d) a pick, O(N d) memory for the rows' sketches and one running minimum.
 */
export const farthestFirst = Effect.fnUntraced(function*(engine: Engine, request: FarthestRequest) {
  if (engine.variant === "typescript") return yield* farthestFirstPlain(engine, request)
  yield* breathe("typescript", LOOK * request.matrix.rows)
  const rows = rowsOf(request)
  const most = request.centers.length + Math.max(0, Math.min(request.budget, request.candidates.length)) + 1
  const { cols } = request.matrix, shape = { rows: rows.length, cols }
  const search = (placed: Placed, capacity: number, lowering: (at: number) => Lowering) =>
    Workspace.scratch(placed.slab, bytesFor(capacity, most), (at) =>
      Effect.andThen(
        Effect.suspend(() => breathe("typescript", LOOK * rows.length)),
        Effect.suspend(() => pick(engine, request, byBounds(engine, placed, request, rows, lowering(at), at, most)))
      ))
  const bySketch = (placed: Placed) =>
    sketched(
      engine,
      placed,
      request.matrix,
      rows,
      (s) => search(placed, s.capacity, (at) => bySketches(engine, placed, s, at, most, shape))
    )
  const byDevice = (placed: Placed, there: Held) =>
    search(placed, rows.length, () => ({
      capacity: rows.length,
      unit: there.frame.factor,
      measured: (open) => there.device.count("k-center", { asked: rows.length, open }),
      lower: (bounds, _, position) => lowerHeld(there, request.matrix, rows, position, bounds)
    }))
  return yield* Workspace.withMatrix(
    engine,
    request.matrix,
    (placed) =>
      held(
        engine,
        request.matrix,
        request.matrix.rows * cols,
        (there) => there === undefined ? bySketch(placed) : byDevice(placed, there)
      )
  )
})
