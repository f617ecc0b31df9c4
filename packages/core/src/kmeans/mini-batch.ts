/**
 * Mini-batch k-means (Sculley 2010): centers follow small random batches; one full assignment at the end.
 */
import * as Effect from "effect/Effect"
import type { Engine } from "../kernels/engine.ts"
import { withRoom } from "../kernels/shared.ts"
import * as Slab from "../kernels/slab.ts"
import * as Workspace from "../kernels/workspace.ts"
import * as Rng from "../Rng.ts"
import * as Centers from "./centers.ts"
import { byPosition, finish, type Request, type Result } from "./kmeans.ts"
import { passing, type Placed, type Problem, withProblem } from "./problem.ts"
import { seed } from "./seeding.ts"

/** How many rows a step looks at (5000), and how many steps without a better smoothed inertia end it (10). */
export interface Batching {
  readonly batchSize: number
  readonly patience: number
}

/** The rows of a step, drawn with replacement, as a problem of their own over the same matrix. */
const drawBatch = (problem: Placed, batch: Placed, key: Rng.Key): void => {
  const from = { rows: Slab.u32(problem.slab, problem.rows, problem.n), ...numbers(problem) }
  const to = { rows: Slab.u32(batch.slab, batch.rows, batch.n), ...numbers(batch) }
  for (let b = 0; b < batch.n; b++) {
    const i = Rng.integer(key, b, problem.n)
    to.rows[b] = from.rows[i]!
    to.weights[b] = from.weights[i]!
    to.squares[b] = from.squares[i]!
  }
}

const numbers = ({ slab, weights, squares, n }: Problem) => ({
  weights: Slab.f64(slab, weights, n),
  squares: Slab.f64(slab, squares, n)
})

/** Every center moves to the weighted mean of all rows that batches ever gave it. */
const follow = (problem: Problem, state: Centers.State, seen: Float64Array): void => {
  const { weight } = Centers.count(problem, state)
  const centers = Slab.f64(problem.slab, state.centers, state.k * problem.cols)
  const sums = Slab.f64(problem.slab, state.sums, state.k * problem.cols)
  weight.forEach((w, j) => {
    if (w === 0) return
    seen[j]! += w
    for (let p = j * problem.cols; p < (j + 1) * problem.cols; p++) {
      centers[p]! += (sums[p]! - w * centers[p]!) / seen[j]!
    }
  })
}

const allocate = (problem: Placed, n: number, alloc: (bytes: number) => number): Placed => ({
  ...problem,
  held: undefined,
  ...passing(problem.slab, problem.cols, { x: problem.x, n, rows: alloc(4 * n) }),
  weights: alloc(8 * n),
  squares: alloc(8 * n)
})

/** Assigns a batch and returns its mean squared distance. */
const look = Effect.fnUntraced(function*(batch: Placed, state: Centers.State, squared: number) {
  Slab.i32(batch.slab, state.assignment, batch.n).fill(-1)
  Centers.forget(batch, state)
  yield* Centers.assignRows(batch, state)
  yield* Centers.measure(batch, state, squared)
  const { weights } = numbers(batch)
  let sum = 0
  let weight = 0
  Slab.f64(batch.slab, squared, batch.n).forEach((d, b) => {
    sum += weights[b]! * d
    weight += weights[b]!
  })
  return weight === 0 ? 0 : sum / weight
})

/** Moves the centers batch by batch until the smoothed inertia no longer falls; the number of steps. */
const steps = Effect.fnUntraced(function*(
  problem: Placed,
  batch: Placed,
  state: Centers.State,
  squared: number,
  { key, patience, most }: { readonly key: Rng.Key; readonly patience: number; readonly most: number }
) {
  const seen = new Float64Array(state.k)
  const rate = Math.min(1, 2 * batch.n / (problem.n + 1))
  let smooth = Infinity
  let least = Infinity
  let worse = 0
  let step = 0
  while (step < most && worse < patience) {
    drawBatch(problem, batch, Rng.derive(key, step++))
    const inertia = yield* look(batch, state, squared)
    smooth = smooth === Infinity ? inertia : smooth * (1 - rate) + inertia * rate
    worse = smooth < least ? 0 : worse + 1
    least = Math.min(least, smooth)
    yield* Centers.sumRows(batch, state)
    follow(batch, state, seen)
  }
  return { iterations: step, converged: worse >= patience }
})

/** Centers of a start on three batches, greedy k-means++. Returns how many there are. */
const start = Effect.fnUntraced(function*(problem: Placed, k: number, size: number, key: Rng.Key) {
  return yield* Workspace.arena(
    problem.slab,
    Effect.fnUntraced(function*(alloc) {
      const n = Math.min(problem.n, 3 * size)
      const part = n === problem.n ? problem : allocate(problem, n, alloc)
      if (part !== problem) drawBatch(problem, part, Rng.derive(key, "start"))
      const nearest = { squared: alloc(8 * n), assignment: alloc(4 * n) }
      Slab.f64(part.slab, nearest.squared, n).fill(Infinity)
      const chosen = yield* seed(part, nearest, { k, key })
      const rows = Slab.u32(part.slab, part.rows, n)
      return chosen.map((i) => rows[i]!)
    })
  )
})

/**
 * See the module. Batches of `batchSize` rows drawn with replacement, at most `maxIterations` passes' worth; then every
 * row is assigned, and the centers reported are the means of the clusters. One start; a warm start is not looked at.
 */
export const miniBatch = (engine: Engine, request: Request, { batchSize, patience }: Batching): Effect.Effect<Result> =>
  withProblem(engine, request.matrix, request, (problem) => {
    const stage = Workspace.arena(
      problem.slab,
      Effect.fnUntraced(function*(alloc) {
        const { slab, n, cols } = problem
        const size = Math.min(n, batchSize)
        const chosen = yield* start(problem, Math.min(request.k, n), batchSize, Rng.derive(request.key, "centers"))
        const batch = allocate(problem, size, alloc)
        const squared = alloc(8 * n)
        const assignment = alloc(4 * n)
        const state = Centers.make(problem, chosen.length, assignment, alloc)
        chosen.forEach((position, j) =>
          Slab.f64(slab, state.centers + 8 * j * cols, cols).set(Slab.f32(slab, problem.x + 4 * cols * position, cols))
        )
        const most = Math.ceil(n / size) * (request.maxIterations ?? 100)
        const way = yield* steps(problem, batch, state, squared, { key: request.key, patience, most })
        Slab.i32(slab, assignment, n).fill(-1)
        Centers.forget(problem, state)
        yield* Centers.assignRows(problem, state)
        yield* Centers.moveToMeans(problem, state)
        const { own, ...rest } = yield* finish(problem, state, squared)
        return { assignment: byPosition(own, request), ...rest, ...way }
      })
    )
    return withRoom(request.matrix, Centers.bytesFor(problem.n, request.k), stage)
  })
