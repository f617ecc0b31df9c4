/**
 * Lloyd's iterations, exact and pruned by bounds, from a given assignment.
 */
import * as Effect from "effect/Effect"
import { breathe } from "../kernels/engine.ts"
import * as Slab from "../kernels/slab.ts"
import * as Workspace from "../kernels/workspace.ts"
import { assignRows, count, measure, type State } from "./centers.ts"
import { moveToMeans } from "./means.ts"
import type { Problem } from "./problem.ts"

/** When to stop: after `maxIterations`, or when the centers' squared shifts sum to at most `tolerance`. */
export interface Stop {
  readonly maxIterations: number
  readonly tolerance: number
  readonly onIteration?: (done: number) => Effect.Effect<void>
}

/** How far it came. */
export interface Descent {
  readonly iterations: number
  readonly converged: boolean
}

/**
 * Moves the centers to the means of their rows and assigns the rows anew, until no row changes, the centers hardly
 * move, or the iterations are used up. The centers it leaves are the means of the assignment it leaves.
 */
export const descend = Effect.fnUntraced(function*<E>(problem: Problem<E>, state: State, stop: Stop) {
  for (let iterations = 0;; iterations++) {
    const shift = yield* moveToMeans(problem, state)
    if (iterations > 0 && shift <= stop.tolerance) return { iterations, converged: true } satisfies Descent
    if (iterations >= stop.maxIterations) return { iterations, converged: false } satisfies Descent
    const changed = yield* assignRows(problem, state)
    const filled = yield* fillEmpty(problem, state)
    if (stop.onIteration !== undefined) yield* stop.onIteration(iterations + 1)
    if (!changed && !filled) return { iterations: iterations + 1, converged: true } satisfies Descent
  }
})

/**
 * Gives each empty cluster the row that lies farthest from its center (ties to the smaller position) among clusters
 * that have rows to spare. Where all lie on their centers the cluster stays empty.
 */
export const fillEmpty = Effect.fnUntraced(function*<E>(problem: Problem<E>, state: State) {
  yield* breathe("typescript", 4 * problem.n)
  const { sizes } = count(problem, state)
  const empty = [...sizes.keys()].filter((j) => sizes[j] === 0)
  if (empty.length === 0) return false
  return yield* Workspace.scratch(
    problem.slab,
    8 * problem.n,
    Effect.fnUntraced(function*(at) {
      yield* measure(problem, state, at)
      const distances = Slab.f64(problem.slab, at, problem.n)
      const weights = Slab.f64(problem.slab, problem.weights, problem.n)
      distances.forEach((d, i) => distances[i] = weights[i] === 0 ? 0 : d)
      let filled = false
      for (const j of empty) {
        filled = give(problem, state, j, distances, sizes) || filled
        yield* breathe("typescript", 4 * problem.n)
      }
      return filled
    })
  )
})

/** Moves the farthest row to cluster `j`; its bounds start anew. */
const give = (
  problem: Problem<unknown>,
  state: State,
  j: number,
  distances: Float64Array,
  sizes: Uint32Array
): boolean => {
  const assignment = Slab.i32(problem.slab, state.assignment, problem.n)
  let far = -1
  for (let i = 0; i < distances.length; i++) {
    if (distances[i]! > (far < 0 ? 0 : distances[far]!) && sizes[assignment[i]!]! > 1) far = i
  }
  if (far < 0) return false
  const dirty = Slab.i32(problem.slab, state.dirty, state.k)
  sizes[assignment[far]!]!--
  sizes[j]!++
  dirty[j] = dirty[assignment[far]!] = 1
  distances[far] = 0
  lose(problem, state, far, j)
  return true
}

/** Moves a row to a cluster; its bounds start anew. */
export const lose = ({ n, slab }: Problem<unknown>, state: State, row: number, cluster: number): void => {
  Slab.i32(slab, state.assignment, n)[row] = cluster
  Slab.f32(slab, state.upper, n)[row] = 3e38
  Slab.f32(slab, state.lower + 4 * row * state.groups, state.groups).fill(0)
}
