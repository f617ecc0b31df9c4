/**
 * Centers where kernels reach them, and means of clusters.
 */
import * as Effect from "effect/Effect"
import { settleRows } from "../device/assign.ts"
import { assign, up, workFor } from "../kernels/assign.ts"
import { clusterSums, ownDistances } from "../kernels/cluster-sums.ts"
import { breathe } from "../kernels/engine.ts"
import type { Scratch } from "../kernels/kernel.ts"
import * as Slab from "../kernels/slab.ts"
import { epsilonOf, type Part, type Problem } from "./problem.ts"

/** Addresses of k centers, their bounds' state, and the assignment of the problem's rows. */
export interface State {
  readonly k: number
  readonly groups: number
  readonly width: number
  readonly centers: number
  readonly panel: number
  readonly half: number
  readonly drift: number
  readonly dirty: number
  /** As many ones as there are centers: dirty flags of all. */
  readonly all: number
  readonly sums: number
  /** Whether `sums` are those of the assignment, of every center; and whether bounds follow the centers' drifts. */
  readonly known: { sums: boolean; bounds: boolean }
  readonly assignment: number
  readonly upper: number
  readonly lower: number
  readonly work: Scratch
}

const TILE = 6
const GROUPS = 16

/** How many neighboring centers have a bound together. */
export const widthFor = (k: number): number => TILE * Math.max(1, Math.ceil(k / TILE / GROUPS))

/** About how many bytes a clustering of `n` rows into `k` clusters takes beside the problem. */
export const bytesFor = (n: number, k: number): number => n * (28 + 4 * Math.ceil(k / widthFor(k)))

/** Allocates the state for `k` centers; `assignment` is there already. */
export const make = (
  problem: Problem<unknown>,
  k: number,
  assignment: number,
  alloc: (bytes: number) => number
): State => {
  const width = widthFor(k)
  const groups = Math.ceil(k / width)
  const state: State = {
    k,
    groups,
    width,
    assignment,
    centers: alloc(8 * k * problem.cols),
    panel: alloc(4 * TILE * Math.ceil(k / TILE) * 4 * Math.ceil(problem.cols / 4)),
    half: alloc(4 * k),
    drift: alloc(4 * (k + groups)),
    dirty: alloc(4 * k),
    all: alloc(4 * k),
    known: { sums: false, bounds: true },
    sums: alloc(8 * k * problem.cols),
    upper: alloc(4 * problem.n),
    lower: alloc(4 * problem.n * groups),
    work: workFor(k, problem.engine.threads, alloc)
  }
  Slab.i32(problem.slab, state.all, k).fill(1)
  // The first means are compared with these: what the memory held before may be NaN, and so would be the bounds.
  Slab.f64(problem.slab, state.centers, k * problem.cols).fill(0)
  Slab.f32(problem.slab, state.panel, TILE * Math.ceil(k / TILE) * 4 * Math.ceil(problem.cols / 4)).fill(0)
  forget(problem, state)
  return state
}

/** Bounds that say nothing, and no drift to follow. */
const loosen = ({ slab, n }: Problem<unknown>, { upper, lower, groups, k, drift, known }: State): void => {
  Slab.f32(slab, upper, n).fill(3e38)
  Slab.f32(slab, lower, n * groups).fill(0)
  Slab.f32(slab, drift, k + groups).fill(0)
  known.bounds = true
}

/** Forgets the bounds, and marks every center as dirty. */
export const forget = (problem: Problem<unknown>, state: State): void => {
  loosen(problem, state)
  Slab.i32(problem.slab, state.dirty, state.k).fill(1)
}

/** What centers lose in single precision is a part of their length, and of a denormal number at most a part of this. */
const DENORMAL = 2 ** -120

/** Writes the centers in the forms that {@link assignRows} needs; the length of the longest, and no less than rounding is. */
const prepare = ({ slab, cols }: Problem<unknown>, { centers, panel, half, k }: State): number => {
  const stride = 4 * Math.ceil(cols / 4)
  const from = Slab.f64(slab, centers, k * cols)
  const to = Slab.f32(slab, panel, k * stride)
  let longest = 0
  for (let j = 0; j < k; j++) {
    let square = 0
    for (let p = 0; p < cols; p++) {
      const value = from[j * cols + p]!
      to[j * stride + p] = value
      square += value * value
    }
    Slab.f32(slab, half, k)[j] = square / 2
    longest = Math.max(longest, square)
  }
  return Math.sqrt(longest) + DENORMAL
}

/** {@link assignRows} of a part. */
const assignPart = (
  { cols, engine, slab, squares }: Problem<unknown>,
  { groups, k, width, ...state }: State,
  reach: number,
  { from, rows, to, x }: Part
): Effect.Effect<void> =>
  engine.over(slab, assign, { items: to - from, cost: cols * k + 64 }, [
    ...[x, rows, cols, k, groups, width, state.centers, state.panel, state.half] as const,
    ...[epsilonOf(cols), reach, squares + 8 * from, state.assignment + 4 * from, state.upper + 4 * from] as const,
    ...[state.lower + 4 * groups * from, state.drift, state.dirty, state.work] as const
  ])

/**
 * Assigns every row to its nearest center, ties to the smaller number; marks centers that won or lost rows as dirty. A device is asked
 * first, if there is one. Where passes are dear, the rows are summed on the way.
 */
export const assignRows = Effect.fnUntraced(function*<E>(problem: Problem<E>, state: State) {
  const { cols, fused, held, slab } = problem
  Slab.i32(slab, state.dirty, state.k).fill(0)
  const centers = Slab.f64(slab, state.centers, state.k * cols)
  const settled = held !== undefined && (yield* settleRows(held, centers, { ...state, ...problem, rows: held.at }))
  if (!settled && !state.known.bounds) loosen(problem, state)
  state.known.bounds = !settled
  const reach = prepare(problem, state)
  if (fused) Slab.f64(slab, state.sums, state.k * cols).fill(0)
  yield* problem.each((part) =>
    fused
      ? Effect.andThen(assignPart(problem, state, reach, part), sumPart(problem, state, state.all, part))
      : assignPart(problem, state, reach, part)
  )
  state.known.sums = fused
  return Slab.i32(slab, state.dirty, state.k).some((flag) => flag !== 0)
})

/** Elementary steps a row of {@link count}. */
const COUNT = 4

/** How many rows each cluster has, and their weight. */
export const count = ({ slab, n, weights }: Problem<unknown>, { k, assignment }: State) => {
  const sizes = new Uint32Array(k)
  const weight = new Float64Array(k)
  const own = Slab.i32(slab, assignment, n)
  const w = Slab.f64(slab, weights, n)
  for (let i = 0; i < n; i++) {
    sizes[own[i]!]!++
    weight[own[i]!]! += w[i]!
  }
  return { sizes, weight }
}

/** Adds a part's rows to the sums of the clusters that are flagged. */
export const sumPart = Effect.fnUntraced(function*(
  { cols, engine, slab, weights }: Problem<unknown>,
  { assignment, sums }: State,
  flags: number,
  { from, rows, to, x }: Part
) {
  const step = Math.max(1, Math.floor(engine.settings.summed / cols)), items = to - from
  for (let first = 0; first < items; first += step) {
    const last = Math.min(items, first + step)
    yield* engine.over(slab, clusterSums, { items: cols, cost: 2 * (last - first) }, [
      ...[x, rows, first, last, cols, assignment + 4 * from, weights + 8 * from, flags, sums] as const
    ])
  }
})

/** Σ weight · row of every dirty cluster, in order of position: exact to double precision, whatever the threads. */
export const sumRows = Effect.fnUntraced(function*<E>(problem: Problem<E>, state: State) {
  if (state.known.sums) return
  const { cols, fused, slab } = problem, flags = fused ? state.all : state.dirty
  const flagged = Slab.i32(slab, flags, state.k), sums = Slab.f64(slab, state.sums, state.k * cols)
  for (let j = 0; j < state.k; j++) if (flagged[j] !== 0) sums.fill(0, j * cols, (j + 1) * cols)
  yield* problem.each((part) => sumPart(problem, state, flags, part))
})

/** Moves the dirty centers to the means of their rows; the sum of the squared drifts. */
export const moveToMeans = Effect.fnUntraced(function*<E>(problem: Problem<E>, state: State) {
  const { cols, slab } = problem
  yield* sumRows(problem, state)
  yield* breathe("typescript", COUNT * problem.n)
  const { weight } = count(problem, state)
  const sums = Slab.f64(slab, state.sums, state.k * cols)
  const centers = Slab.f64(slab, state.centers, state.k * cols)
  const dirty = Slab.i32(slab, state.dirty, state.k)
  const drift = Slab.f32(slab, state.drift, state.k + state.groups).fill(0)
  let shift = 0
  for (let j = 0; j < state.k; j++) {
    if (dirty[j] === 0 || weight[j] === 0) continue
    const moved = moveCenter(centers, sums, j * cols, cols, weight[j]!)
    shift += moved
    raise(drift, j, state, up(Math.sqrt(moved)))
  }
  return shift
})

/** Moves a center, whose numbers begin at `at`, to the mean of its rows; the square of the distance. */
export const moveCenter = (
  centers: Float64Array,
  sums: Float64Array,
  at: number,
  cols: number,
  weight: number
): number => {
  let moved = 0
  for (let p = at; p < at + cols; p++) {
    const mean = sums[p]! / weight
    moved += (mean - centers[p]!) ** 2
    centers[p] = mean
  }
  return moved
}

/** Notes that center `j` moved by `distance`, for itself and for its group. */
export const raise = (
  drift: Float32Array,
  j: number,
  { k, width }: Pick<State, "k" | "width">,
  distance: number
): void => {
  drift[j] = distance
  const group = k + Math.floor(j / width)
  drift[group] = Math.max(drift[group]!, distance)
}

/** The squared distance of each row to its own center, into the `n` numbers at `out`. */
export const measure = <E>(
  { cols, each, engine, slab }: Problem<E>,
  { assignment, centers }: State,
  out: number
): Effect.Effect<void, E> =>
  each(({ from, rows, to, x }) =>
    engine.over(slab, ownDistances, { items: to - from, cost: 4 * cols }, [
      ...[x, rows, cols, assignment + 4 * from, centers, out + 8 * from] as const
    ])
  )
