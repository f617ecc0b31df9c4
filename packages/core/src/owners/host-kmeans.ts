/**
 * k-means, as far as it concerns some of the rows: their distances, centers and bounds. Tested in kmeans.test.ts.
 */
import * as Effect from "effect/Effect"
import type { Engine } from "../kernels/engine.ts"
import { gatherRows } from "../kernels/gather-rows.ts"
import { BLOCK } from "../kernels/kmeans-plus-plus.ts"
import { slotCount } from "../kernels/rows.ts"
import * as Slab from "../kernels/slab.ts"
import { blocks, type Board, board, leave, settle, take } from "../kmeans/candidates.ts"
import { assignRows, count, make, measure, type State } from "../kmeans/centers.ts"
import { type Frame, isIdle, keepExact, moveIn } from "../kmeans/frame.ts"
import { lose } from "../kmeans/lloyd.ts"
import { inBlocks, mostOf, placesIn, rowsIn, squaresOf } from "../kmeans/over-tiles.ts"
import type { Problem } from "../kmeans/problem.ts"
import { follow, levelsOf } from "../kmeans/sums.ts"
import type { Tiles, TilesError } from "../Tiles.ts"
import type { Answer, Question } from "./question.ts"

/** Pieces of a slab that are given back together. */
const pieces = (slab: Slab.Slab) => {
  let held: Array<number> = []
  return {
    alloc: (bytes: number): number => {
      const at = slab.alloc(bytes)
      held.push(at)
      return at
    },
    free: (): void => {
      held.forEach((at) => slab.free(at))
      held = []
    }
  }
}

/** What is known of the rows, where they lie, and what is to be given back. */
interface Held {
  frame: Frame
  board: Board | undefined
  state: State | undefined
}

/** Answers of k-means' questions over some rows, one at least. */
export const kmeansHost = (engine: Engine, given: Tiles) => {
  const tiles = inBlocks(given), { cols, rows: n } = tiles
  const slab = Slab.make(mostOf(tiles) * (4 * slotCount(tiles) * cols + 4) + 84 * n + 2 ** 20, engine.variant)
  const places = placesIn(tiles, slab, slab.alloc), own = pieces(slab), means = pieces(slab)
  const nearest = { squared: slab.alloc(8 * n), assignment: slab.alloc(4 * n) }, sums = slab.alloc(8 * blocks(n))
  const held: Held = {
    frame: { origin: new Float64Array(cols), factor: 1 },
    board: undefined,
    state: undefined
  }
  const rows = () => rowsIn(engine, tiles, places, held.frame)
  const problemOf = (): Problem<TilesError> => {
    const { each, row } = rows()
    const { squares, weights } = places
    return { engine, frame: held.frame, slab, cols, n, most: mostOf(tiles), weights, squares, fused: true, each, row }
  }
  const stateOf = (): State => held.state!
  const f64 = (at: number, length: number): Float64Array => Slab.f64(slab, at, length)
  const sumsOf = (): Float64Array => f64(sums, blocks(n)).slice()
  /** Rows as candidates: in double, in padded single precision, and their squared lengths. */
  const place = (to: Board, some: Float32Array, norms: Float64Array): void => {
    const stride = 4 * Math.ceil(cols / 4), panel = Slab.f32(slab, to.panel, (to.count + 6) * stride)
    f64(to.exact, some.length).set(some)
    norms.forEach((_, j) => panel.set(some.subarray(j * cols, (j + 1) * cols), j * stride))
    f64(to.norms, norms.length).set(norms)
  }
  const setCenters = (state: State, centers: Float64Array): void => f64(state.centers, state.k * cols).set(centers)

  return {
    Rows: Effect.fnUntraced(function*({ positions }: Question<"Rows">) {
      const { data } = yield* gatherRows(engine, tiles, positions), squares = f64(places.squares, n)
      if (!isIdle(held.frame)) moveIn(held.frame, data)
      const known: Answer<"Rows"> = { data, squares: Float64Array.from(positions, (at) => squares[at]!) }
      return known
    }),
    Exact: Effect.fnUntraced(function*({ point }: Question<"Exact">) {
      const kept = point.slice()
      yield* rows().each(({ at, from, to }) =>
        Effect.map(at, (x) => keepExact(kept, Slab.f32(slab, x, (to - from) * cols)))
      )
      return { point: kept }
    }),
    Squares: Effect.fnUntraced(function*({ factor, origin, point }: Question<"Squares">) {
      held.frame = { origin, factor: factor[0]! }
      return { most: Float64Array.of(yield* squaresOf(tiles, places, rows(), point, () => {})) }
    }),
    Begin: ({ count: candidates }: Question<"Begin">) =>
      Effect.sync(() => {
        own.free()
        held.board = board(problemOf(), candidates, own.alloc)
        f64(nearest.squared, n).fill(Infinity)
        Slab.i32(slab, nearest.assignment, n).fill(-1)
        return {}
      }),
    Candidates: Effect.fnUntraced(function*({ norms, rows: some }: Question<"Candidates">) {
      const to = held.board!, problem = problemOf()
      place(to, some, norms)
      yield* problem.each((part) => leave(problem, to, nearest, part))
      return { sums: f64(to.sums, blocks(n) * to.count).slice() }
    }),
    Take: Effect.fnUntraced(function*({ norm, number, pick, row }: Question<"Take">) {
      const to = held.board!, problem = problemOf()
      if (pick >= 0) yield* settle(problem, to.leaving[pick]!, number, nearest, sums)
      else {
        place(to, row, norm)
        yield* problem.each((part) => {
          const mine = { squared: nearest.squared, sums, assignment: nearest.assignment + 4 * part.from }
          return take(problem, to, { number, pick: 0, known: undefined }, mine, part)
        })
      }
      return { sums: sumsOf() }
    }),
    Masses: ({ block }: Question<"Masses">) =>
      Effect.sync(() => ({ squared: f64(nearest.squared, n).slice(block * BLOCK, (block + 1) * BLOCK) })),
    Means: ({ grid, k }: Question<"Means">) =>
      Effect.sync(() => {
        means.free()
        held.state = make(problemOf(), k, nearest.assignment, means.alloc)
        held.state.sums.grid = { unit: grid[0]!, finer: grid[1]! }
        return { sizes: count(problemOf(), stateOf()).sizes }
      }),
    Sums: Effect.fnUntraced(function*({ flags }: Question<"Sums">) {
      const state = stateOf(), flagged = [...flags.keys()].filter((j) => flags[j] !== 0)
      yield* follow(problemOf(), state.sums)
      const levels = levelsOf(problemOf(), state.sums), sums = new Float64Array(levels.length * flagged.length * cols)
      levels.forEach((all, l) =>
        flagged.forEach((j, i) => sums.set(all.subarray(j * cols, (j + 1) * cols), (l * flagged.length + i) * cols))
      )
      return { sums }
    }),
    Assign: Effect.fnUntraced(function*({ centers, drift }: Question<"Assign">) {
      const state = stateOf(), problem = problemOf()
      setCenters(state, centers)
      Slab.f32(slab, state.drift, state.k + state.groups).set(drift)
      yield* assignRows(problem, state)
      const dirty = Slab.i32(slab, state.dirty, state.k).slice()
      return { dirty, sizes: count(problem, state).sizes }
    }),
    Measure: Effect.fnUntraced(function*({ centers }: Question<"Measure">) {
      setCenters(stateOf(), centers)
      yield* measure(problemOf(), stateOf(), nearest.squared)
      return {}
    }),
    Farthest: ({ sizes }: Question<"Farthest">) =>
      Effect.sync(() => {
        const distances = f64(nearest.squared, n), assignment = Slab.i32(slab, nearest.assignment, n)
        let row = -1
        for (let i = 0; i < n; i++) {
          if (distances[i]! > (row < 0 ? 0 : distances[row]!) && sizes[assignment[i]!]! > 1) row = i
        }
        const square = Float64Array.of(row < 0 ? 0 : distances[row]!)
        return { row, cluster: row < 0 ? -1 : assignment[row]!, square }
      }),
    Give: ({ cluster, row }: Question<"Give">) =>
      Effect.sync(() => {
        lose(problemOf(), stateOf(), row, cluster)
        f64(nearest.squared, n)[row] = 0
        return {}
      }),
    Inertia: ({ total }: Question<"Inertia">) =>
      Effect.sync(() => ({ total: Float64Array.of(f64(nearest.squared, n).reduce((sum, d) => sum + d, total[0]!)) })),
    Assignment: () => Effect.sync(() => ({ own: Slab.i32(slab, nearest.assignment, n).slice() }))
  }
}
