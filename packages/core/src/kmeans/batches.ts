/**
 * Centers that follow small random batches of rows (Sculley 2010), wherever the rows are. Tested in mini-batch-over.test.ts and
 * ../Clusterer.test.ts.
 */
import * as Effect from "effect/Effect"
import * as Slab from "../kernels/slab.ts"
import * as Workspace from "../kernels/workspace.ts"
import * as Rng from "../Rng.ts"
import * as Centers from "./centers.ts"
import { sumRows } from "./means.ts"
import { passing, type Placed, type Problem } from "./problem.ts"
import { seed } from "./seeding.ts"

/** How batches are drawn, and how large the samples are that tell what is lost by them. */
export interface Batching {
  /** How many rows a step looks at, drawn with replacement (5000). */
  readonly batchSize: number
  /** How many steps in a row without a better smoothed inertia, an exponential mean of 50 batches at most, end it (10). */
  readonly patience: number
  /**
   * How many rows each of the two samples has, at most, by which the loss is told (10,000). 0: it is not told. They change no cluster.
   */
  readonly sampled: number
}

/** What stands where nothing else is said. */
export const BATCHING: Batching = { batchSize: 5000, patience: 10, sampled: 10_000 }

/** Some rows where kernels reach them: of several batches that are read together, one at a time. */
export interface Batch<out E = never> {
  readonly problem: Placed
  /** Reads the rows of batches, by their places among the rows that are clustered. */
  readonly read: (batches: ReadonlyArray<Uint32Array>) => Effect.Effect<void, E>
  /** Makes one of the batches that were read the problem. */
  readonly take: (batch: number) => void
}

/** The rows that are clustered, wherever they are: `n` of them, by place. */
export interface Source<out E = never> {
  readonly n: number
  /** What the row at a place weighs. */
  readonly weight: (place: number) => number
  /** How many batches of so many rows are read together: more at a time are read faster. */
  readonly together: (n: number) => number
  /** Room for batches of so many rows, of which so many are read together. */
  readonly batch: (n: number, alloc: (bytes: number) => number, together?: number) => Batch<E>
}

/** Reads one batch, and makes it the problem. */
export const fill = <E>({ read, take }: Batch<E>, places: Uint32Array): Effect.Effect<void, E> =>
  Effect.map(read([places]), () => take(0))

/** How batches move the centers. */
export interface Way {
  readonly k: number
  readonly key: Rng.Key
  readonly maxIterations?: number | undefined
}

/** The weights of a problem's rows, and their squared lengths. */
export const numbers = ({ slab, weights, squares, n }: Problem) => ({
  weights: Slab.f64(slab, weights, n),
  squares: Slab.f64(slab, squares, n)
})

/** Room for `n` rows of a problem's slab and frame, of which the first lies at `x`. */
export const allocate = (
  problem: Omit<Placed, "rows" | "weights" | "squares">,
  n: number,
  x: number,
  alloc: (bytes: number) => number
): Placed => ({
  ...problem,
  held: undefined,
  ...passing(problem, { x, n, rows: alloc(4 * n) }),
  weights: alloc(8 * n),
  squares: alloc(8 * n)
})

/** Places of a batch of `size` among `n` rows, drawn with replacement. */
const drawn = (size: number, n: number, key: Rng.Key): Uint32Array =>
  Uint32Array.from({ length: size }, (_, b) => Rng.integer(key, b, n))

/** Places of rows to start from: all, or drawn; where none of these weighs anything, the first that do, again and again. */
const started = ({ n, weight }: Source<unknown>, size: number, key: Rng.Key): Uint32Array => {
  const places = size === n ? Uint32Array.from({ length: n }, (_, i) => i) : drawn(size, n, Rng.derive(key, "start"))
  if (places.some((place) => weight(place) > 0)) return places
  const heavy: Array<number> = []
  for (let place = 0; place < n && heavy.length < size; place++) if (weight(place) > 0) heavy.push(place)
  return places.map((_, b) => heavy[b % heavy.length]!)
}

/** Every center moves to the weighted mean of all rows that batches ever gave it. */
const follow = (problem: Problem, state: Centers.State, seen: Float64Array): void => {
  const { weight } = Centers.count(problem, state)
  const centers = Slab.f64(problem.slab, state.centers, state.k * problem.cols)
  const sums = Slab.f64(problem.slab, state.sums.at, state.k * problem.cols)
  weight.forEach((w, j) => {
    if (w === 0) return
    seen[j]! += w
    for (let p = j * problem.cols; p < (j + 1) * problem.cols; p++) {
      centers[p]! += (sums[p]! - w * centers[p]!) / seen[j]!
    }
  })
}

/** Assigns a batch and returns its mean squared distance; the distances are left at `squared`. */
export const look = Effect.fnUntraced(function*(batch: Placed, state: Centers.State, squared: number) {
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

/** The batches that a smoothed inertia is a mean of, at most. As many as go through a large pool would be more and more of them, from when centers were elsewhere. */
const SMOOTHED = 50

/** The weight of a batch in the smoothed inertia: an exponential mean of as many batches as go once through all rows, or {@link SMOOTHED}. */
const rateOf = (batch: number, n: number): number => Math.min(1, Math.max(2 * batch / (n + 1), 2 / (SMOOTHED + 1)))

/** Moves the centers batch by batch until the smoothed inertia no longer falls; the number of steps. */
const steps = Effect.fnUntraced(function*<E>(
  { problem: batch, read, take }: Batch<E>,
  { n, together }: Source<E>,
  state: Centers.State,
  squared: number,
  { key, patience, most }: { readonly key: Rng.Key; readonly patience: number; readonly most: number }
) {
  const seen = new Float64Array(state.k)
  const rate = rateOf(batch.n, n)
  let smooth = Infinity
  let least = Infinity
  let worse = 0
  let step = 0
  const ahead = together(batch.n)
  while (step < most && worse < patience) {
    // What is drawn does not depend on what came of it before.
    if (step % ahead === 0) {
      const next = Array.from({ length: Math.min(ahead, most - step) }, (_, i) => Rng.derive(key, step + i))
      yield* read(next.map((key) => drawn(batch.n, n, key)))
    }
    take(step++ % ahead)
    const inertia = yield* look(batch, state, squared)
    smooth = smooth === Infinity ? inertia : smooth * (1 - rate) + inertia * rate
    worse = smooth < least ? 0 : worse + 1
    least = Math.min(least, smooth)
    yield* sumRows(batch, state)
    follow(batch, state, seen)
  }
  return { iterations: step, converged: worse >= patience }
})

/** Centers of a start on three batches, or on all rows where these are no more: greedy k-means++, row by row. */
const start = Effect.fnUntraced(function*<E>(
  source: Source<E>,
  slab: Slab.Slab,
  { batchSize, k, key }: { readonly batchSize: number; readonly k: number; readonly key: Rng.Key }
) {
  return yield* Workspace.arena(
    slab,
    Effect.fnUntraced(function*(alloc) {
      const n = Math.min(source.n, 3 * batchSize)
      const batch = source.batch(n, alloc), { problem } = batch
      yield* fill(batch, started(source, n, key))
      const nearest = { squared: alloc(8 * n), assignment: alloc(4 * n) }
      Slab.f64(slab, nearest.squared, n).fill(Infinity)
      const chosen = yield* seed(problem, nearest, { k, key }), { cols } = problem
      const rows = Slab.u32(slab, problem.rows, n), centers = new Float64Array(chosen.length * cols)
      chosen.forEach((i, j) => centers.set(Slab.f32(slab, problem.x + 4 * cols * rows[i]!, cols), j * cols))
      return centers
    })
  )
})

/** Centers that followed the batches, as the state of rows whose `assignment` has its place, at most `most` of them at a time. */
export const moved = Effect.fnUntraced(function*<E>(
  source: Source<E>,
  around: Problem<unknown>,
  { k, key, maxIterations = 100 }: Way,
  { batchSize, patience }: Batching,
  alloc: (bytes: number) => number
) {
  const { cols, slab } = around, size = Math.min(source.n, batchSize)
  const asked = { batchSize, k: Math.min(k, source.n), key: Rng.derive(key, "centers") }
  const centers = yield* start(source, slab, asked)
  const state = Centers.make(around, centers.length / cols, alloc(4 * around.n), alloc)
  Slab.f64(slab, state.centers, centers.length).set(centers)
  const most = Math.ceil(source.n / size) * maxIterations
  const way = yield* Workspace.arena(
    slab,
    (alloc) =>
      Effect.suspend(() =>
        steps(source.batch(size, alloc, source.together(size)), source, state, alloc(8 * size), { key, patience, most })
      )
  )
  return { state, way }
})
