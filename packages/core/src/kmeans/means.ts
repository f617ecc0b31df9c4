/**
 * Means of clusters, to which centers move. Tested in kmeans.test.ts and mini-batch-over.test.ts.
 */
import * as Effect from "effect/Effect"
import { up } from "../kernels/assign.ts"
import { clusterSums } from "../kernels/cluster-sums.ts"
import { breathe } from "../kernels/engine.ts"
import * as Slab from "../kernels/slab.ts"
import { count, type State } from "./centers.ts"
import type { Part, Problem } from "./problem.ts"
import { follow, type Levels, levelsOf } from "./sums.ts"

/** Elementary steps a row of `count`. */
const COUNT = 4

/** Adds a part's rows, in their order, to plain sums of their clusters. */
export const sumPart = Effect.fnUntraced(function*(
  { cols, engine, slab, weights }: Problem<unknown>,
  { assignment, sums }: State,
  part: Part
) {
  const { from, rows, to } = part, x = yield* part.at
  const step = Math.max(1, Math.floor(engine.settings.summed / cols)), items = to - from
  for (let first = 0; first < items; first += step) {
    const last = Math.min(items, first + step)
    yield* engine.over(slab, clusterSums, { items: cols, cost: 2 * (last - first) }, [
      ...[x, rows, first, last, cols, assignment + 4 * from, weights + 8 * from, sums.at] as const
    ])
  }
})

/**
 * Plain sums of weight · row, in order of position: those of rows that are given to clusters once. How long the longest row is need not be
 * known, as it must be for exact ones.
 */
export const sumRows = Effect.fnUntraced(function*<E>(problem: Problem<E>, state: State) {
  levelsOf(problem, state.sums)[0]!.fill(0)
  yield* problem.each((part) => sumPart(problem, state, part))
})

/** Moves the dirty centers to the means of their rows, summed exactly or plainly; the sum of the squared drifts. */
export const moveToMeans = Effect.fnUntraced(function*<E>(
  problem: Problem<E>,
  state: State,
  sum: (problem: Problem<E>, state: State) => Effect.Effect<void, E> = (problem, { sums }) => follow(problem, sums)
) {
  const { cols, slab } = problem
  yield* sum(problem, state)
  yield* breathe("typescript", COUNT * problem.n)
  const { weight } = count(problem, state)
  const centers = Slab.f64(slab, state.centers, state.k * cols), sums = levelsOf(problem, state.sums)
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
export const moveCenter = (centers: Float64Array, sums: Levels, at: number, cols: number, weight: number): number => {
  let moved = 0
  for (let p = at; p < at + cols; p++) {
    // The finest first, so that no more is rounded than the sum. What is finer than all changes nothing.
    let sum = 0
    for (let l = sums.length - 1; l >= 0; l--) sum += sums[l]![p]!
    const mean = sum / weight
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
