/**
 * Centers where kernels reach them, and the rows nearest to each.
 */
import * as Effect from "effect/Effect"
import { settleRows } from "../device/assign.ts"
import { assign, markOpen, workFor } from "../kernels/assign.ts"
import { ownDistances } from "../kernels/cluster-sums.ts"
import { step } from "../kernels/engine.ts"
import type { Scratch } from "../kernels/kernel.ts"
import * as Slab from "../kernels/slab.ts"
import { epsilonOf, type Part, type Problem } from "./problem.ts"
import { followPart, makeSums, type Sums } from "./sums.ts"

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
  /** The sums of the clusters' rows. Plain ones are in the first level. */
  readonly sums: Sums
  /** Whether bounds follow the centers' drifts. */
  readonly known: { bounds: boolean }
  readonly assignment: number
  readonly upper: number
  readonly lower: number
  /** Where passes are dear, room for flags of a part's rows. */
  readonly flags: number | undefined
  readonly work: Scratch
}

const TILE = 6
const GROUPS = 16

/** How many neighboring centers have a bound together. */
export const widthFor = (k: number): number => TILE * Math.max(1, Math.ceil(k / TILE / GROUPS))

/** About how many bytes a clustering of `n` rows into `k` clusters takes beside the problem. */
export const bytesFor = (n: number, k: number): number => n * (32 + 4 * Math.ceil(k / widthFor(k)))

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
    known: { bounds: true },
    sums: makeSums(problem, k, assignment, alloc),
    upper: alloc(4 * problem.n),
    lower: alloc(4 * problem.n * groups),
    flags: problem.fused ? alloc(4 * problem.most) : undefined,
    work: workFor(k, problem.engine.threads, alloc)
  }
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
  { cols, squares }: Problem<unknown>,
  { groups, k, width, ...state }: State,
  reach: number,
  { from, rows, through }: Part
): Effect.Effect<void> =>
  through(
    cols * k + 64,
    (x) => [
      step(assign, [
        ...[x, rows, cols, k, groups, width, state.centers, state.panel, state.half] as const,
        ...[epsilonOf(cols), reach, squares + 8 * from, state.assignment + 4 * from, state.upper + 4 * from] as const,
        ...[state.lower + 4 * groups * from, state.drift, state.dirty, state.work] as const
      ])
    ],
    state.flags === undefined ? undefined : {
      flags: state.flags,
      mark: step(markOpen, [
        ...[k, groups, state.assignment + 4 * from, state.upper + 4 * from] as const,
        ...[state.lower + 4 * groups * from, state.drift, state.flags] as const
      ])
    }
  )

/**
 * Assigns every row to its nearest center, ties to the smaller number; marks centers that won or lost rows as dirty. A device is asked
 * first, if there is one. Where passes are dear, the sums follow on the way.
 */
export const assignRows = Effect.fnUntraced(function*<E>(problem: Problem<E>, state: State) {
  const { cols, fused, held, slab } = problem
  Slab.i32(slab, state.dirty, state.k).fill(0)
  const centers = Slab.f64(slab, state.centers, state.k * cols)
  const settled = held !== undefined && (yield* settleRows(held, centers, { ...state, ...problem, rows: held.at }))
  if (!settled && !state.known.bounds) loosen(problem, state)
  state.known.bounds = !settled
  const reach = prepare(problem, state)
  yield* problem.each((part) => {
    const assigned = assignPart(problem, state, reach, part)
    return fused ? Effect.andThen(assigned, followPart(problem, state.sums, part)) : assigned
  })
  return Slab.i32(slab, state.dirty, state.k).some((flag) => flag !== 0)
})

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

/** The squared distance of each row to its own center, into the `n` numbers at `out`. */
export const measure = <E>(
  { cols, each }: Problem<E>,
  { assignment, centers }: State,
  out: number
): Effect.Effect<void, E> =>
  each(({ from, rows, through }) =>
    through(4 * cols, (x) => [
      step(ownDistances, [...[x, rows, cols, assignment + 4 * from, centers, out + 8 * from] as const])
    ])
  )
