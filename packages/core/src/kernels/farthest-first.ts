/**
 * Greedy k-center: again and again the candidate farthest from all centers, exactly.
 */
import * as Effect from "effect/Effect"
import { lowerHeld } from "../device/farthest.ts"
import { type Held, held } from "../device/held.ts"
import type { Matrix } from "../Matrix.ts"
import { squaredDistance } from "../neighbors/distance.ts"
import { breathe, type Engine } from "./engine.ts"
import { byBounds, bySketches, bytesFor, type Lowering, type Search } from "./farthest-bounds.ts"
import { mostCentral } from "./most-central.ts"
import { ofMatrix } from "./rows.ts"
import { sharedOf } from "./shared.ts"
import { allRows, sketched } from "./sketch.ts"
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
