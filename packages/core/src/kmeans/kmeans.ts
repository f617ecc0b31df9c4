/**
 * k-means: greedy k-means++, then Lloyd; the best of several starts.
 */
import * as Effect from "effect/Effect"
import { breathe, type Engine } from "../kernels/engine.ts"
import { reported, withRoom } from "../kernels/shared.ts"
import * as Slab from "../kernels/slab.ts"
import * as Workspace from "../kernels/workspace.ts"
import type { Matrix, Matrix64 } from "../Matrix.ts"
import * as Rng from "../Rng.ts"
import * as Centers from "./centers.ts"
import { enter, leave } from "./frame.ts"
import { descend, fillEmpty } from "./lloyd.ts"
import { type Problem, withProblem } from "./problem.ts"
import { type Nearest, seed } from "./seeding.ts"

/** How to cluster; see `ClusterRequest`. */
export interface Asked {
  readonly k: number
  readonly key: Rng.Key
  readonly starts?: number | undefined
  readonly maxIterations?: number | undefined
  readonly tolerance?: number | undefined
  readonly initial?: Matrix64 | undefined
  readonly onProgress?: ((done: number, total: number) => Effect.Effect<void>) | undefined
}

/** What to cluster, and how. */
export interface Request extends Asked {
  readonly matrix: Matrix
  readonly rows?: Uint32Array | undefined
  readonly weights?: Float64Array | undefined
}

/** A partition of the rows asked for; see `Clustering`. */
export interface Result {
  readonly assignment: Int32Array
  readonly sizes: Uint32Array
  readonly centers: Matrix64
  readonly inertia: number
  readonly iterations: number
  readonly converged: boolean
}

/** Centers and nearest rows at the start: the given centers, then drawn ones. Returns how many there are. */
const start = Effect.fnUntraced(function*<E>(problem: Problem<E>, request: Asked, key: Rng.Key, nearest: Nearest) {
  const { slab, n } = problem
  yield* breathe("typescript", 4 * n)
  Slab.f64(slab, nearest.squared, n).fill(Infinity)
  Slab.i32(slab, nearest.assignment, n).fill(-1)
  const taken = Math.min(request.k, request.initial?.rows ?? 0)
  if (taken > 0) yield* startFrom(problem, request.initial!, taken, nearest)
  const chosen = yield* seed(problem, nearest, {
    k: request.k,
    key,
    taken,
    onCenter: (done) => tell(request, done)
  })
  return taken + chosen.length
})

const startFrom = Effect.fnUntraced(function*<E>(problem: Problem<E>, initial: Matrix64, k: number, nearest: Nearest) {
  yield* Workspace.arena(
    problem.slab,
    Effect.fnUntraced(function*(alloc) {
      const state = Centers.make(problem, k, nearest.assignment, alloc)
      const centers = enter(problem.frame, initial).subarray(0, k * problem.cols)
      Slab.f64(problem.slab, state.centers, k * problem.cols).set(centers)
      yield* Centers.assignRows(problem, state)
      yield* Centers.measure(problem, state, nearest.squared)
      yield* fillEmpty(problem, state)
    })
  )
})

const total = ({ k, maxIterations = 100 }: Asked): number => k + maxIterations

/** Tells how far it has come. */
const tell = (request: Asked, done: number): Effect.Effect<void> =>
  request.onProgress === undefined ? Effect.void : reported(request.onProgress(done, total(request)))

/** About how many rows the unit of the tolerance is taken from. */
const SAMPLE = 4096

/** Every so many of the rows are looked at. */
export const strideOf = (rows: number): number => Math.max(1, Math.floor(rows / SAMPLE))

/** Some of the rows, and their weights: what the unit of the tolerance is taken from. */
interface Sampled<out E> {
  readonly n: number
  readonly cols: number
  readonly row: (i: number) => Effect.Effect<Float32Array, E>
  readonly weight: (i: number) => number
}

/** The mean over columns of the variance: the unit of the tolerance. */
export const spread = Effect.fnUntraced(function*<E>({ n, cols, row: rowAt, weight: weightAt }: Sampled<E>) {
  const sum = new Float64Array(cols)
  const squares = new Float64Array(cols)
  const first = Float32Array.from(yield* rowAt(0))
  const step = strideOf(n)
  let weight = 0
  for (let i = 0; i < n; i += step) {
    const row = yield* rowAt(i), w = weightAt(i)
    weight += w
    for (let p = 0; p < cols; p++) {
      const value = row[p]! - first[p]!
      sum[p]! += w * value
      squares[p]! += w * value * value
    }
  }
  if (weight === 0) return 0
  return squares.reduce((total, square, p) => total + square / weight - (sum[p]! / weight) ** 2, 0) / cols
})

/** Clusters once: an assignment of the problem's rows, means, inertia. Empty clusters are left out. */
const once = Effect.fnUntraced(function*<E>(problem: Problem<E>, request: Asked, key: Rng.Key) {
  return yield* Workspace.arena(
    problem.slab,
    Effect.fnUntraced(function*(alloc) {
      const nearest = { squared: alloc(8 * problem.n), assignment: alloc(4 * problem.n) }
      const k = yield* start(problem, request, key, nearest)
      yield* breathe("typescript", 4 * problem.n * Math.min(k, 16))
      const state = Centers.make(problem, k, nearest.assignment, alloc)
      yield* breathe("typescript", 2 * SAMPLE * problem.cols)
      const descent = yield* descend(problem, state, {
        maxIterations: request.maxIterations ?? 100,
        tolerance: (request.tolerance ?? 1e-4) *
          (yield* spread({ ...problem, weight: (i) => Slab.f64(problem.slab, problem.weights, problem.n)[i]! })),
        onIteration: (done) => tell(request, request.k + done)
      })
      return { ...(yield* finish(problem, state, nearest.squared)), ...descent }
    })
  )
})

/** What a row's number becomes where empty clusters are left out, and the clusters that are not. */
export const outcomeOf = (
  { cols, frame }: Pick<Problem<unknown>, "cols" | "frame">,
  all: Float64Array,
  sizes: Uint32Array,
  inertia: number
) => {
  const kept = [...sizes.keys()].filter((j) => sizes[j]! > 0), names = new Int32Array(sizes.length)
  const centers = new Float64Array(kept.length * cols)
  kept.forEach((j, name) => {
    names[j] = name
    centers.set(all.subarray(j * cols, (j + 1) * cols), name * cols)
  })
  return {
    names,
    sizes: Uint32Array.from(kept, (j) => sizes[j]!),
    centers: { data: leave(frame, centers), rows: kept.length, cols },
    inertia: inertia / frame.factor / frame.factor
  }
}

/** Copies the outcome out of the slab and its frame, without empty clusters. */
export const finish = Effect.fnUntraced(function*<E>(problem: Problem<E>, state: Centers.State, squared: number) {
  const { slab, n, cols } = problem
  yield* Centers.measure(problem, state, squared)
  yield* breathe("typescript", 16 * n)
  const weights = Slab.f64(slab, problem.weights, n)
  const inertia = Slab.f64(slab, squared, n).reduce((sum, d, i) => sum + weights[i]! * d, 0)
  const { sizes } = Centers.count(problem, state), all = Slab.f64(slab, state.centers, state.k * cols)
  const { names, ...rest } = outcomeOf(problem, all, sizes, inertia)
  return { own: Slab.i32(slab, state.assignment, n).map((j) => names[j]!), ...rest }
})

/** The outcome by position in the matrix; −1 off the rows asked for. */
export const byPosition = (
  own: Int32Array,
  { matrix, rows }: { readonly matrix: Pick<Matrix, "rows">; readonly rows?: Uint32Array | undefined }
): Int32Array => {
  if (rows === undefined) return own
  const assignment = new Int32Array(matrix.rows).fill(-1)
  rows.forEach((position, i) => assignment[position] = own[i]!)
  return assignment
}

/** The best of several starts. */
export const bestOf = Effect.fnUntraced(function*<E>(problem: Problem<E>, request: Asked) {
  let best = yield* once(problem, request, Rng.derive(request.key, 0))
  for (let run = 1; run < (request.starts ?? 1); run++) {
    const next = yield* once(problem, request, Rng.derive(request.key, run))
    if (next.inertia < best.inertia) best = next
  }
  return best
})

/** See the module. The request has at least one row of positive weight, and k ≥ 1. */
export const kmeans = (engine: Engine, asked: Request): Effect.Effect<Result> =>
  withProblem(
    engine,
    asked.matrix,
    asked,
    (problem) => {
      const request = { ...asked, k: Math.min(asked.k, problem.n) }
      const found = Effect.map(bestOf(problem, request), ({ own, ...rest }): Result => ({
        assignment: byPosition(own, request),
        ...rest
      }))
      return withRoom(asked.matrix, Centers.bytesFor(problem.n, request.k), found)
    }
  )
