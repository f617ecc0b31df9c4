/**
 * What k-means works on: some rows of a matrix with weights, placed where kernels reach them.
 */
import * as Effect from "effect/Effect"
import { type Engine, single } from "../kernels/engine.ts"
import * as Slab from "../kernels/slab.ts"
import { squaredDistancesTo } from "../kernels/squared-distances.ts"
import * as Workspace from "../kernels/workspace.ts"
import type { Matrix } from "../Matrix.ts"

/** See the module. `rows`, `weights` and `squares` (|x|² a row) are addresses of `n` numbers. */
export interface Problem {
  readonly engine: Engine
  readonly slab: Slab.Slab
  readonly x: number
  readonly cols: number
  readonly n: number
  readonly rows: number
  readonly weights: number
  readonly squares: number
}

/** How far single-precision dot products of `cols` numbers may be off, relative to the lengths. */
export const epsilonOf = (cols: number): number => (cols / 4 + 16) * 2 ** -24

/** The positions to cluster and their weights, all of them and 1 by default. */
export interface Subset {
  readonly rows?: Uint32Array | undefined
  readonly weights?: Float64Array | undefined
}

/** Single precision neither overflows nor vanishes within these squared lengths; beyond, the twins take over. */
const safe = (squares: Float64Array): boolean => {
  let most = 0
  for (const square of squares) most = Math.max(most, square)
  return most === 0 || (most > 1e-20 && most < 1e30)
}

const fill = (slab: Slab.Slab, problem: Problem, all: Float64Array, subset: Subset): void => {
  const rows = Slab.u32(slab, problem.rows, problem.n)
  const squares = Slab.f64(slab, problem.squares, problem.n)
  for (let i = 0; i < rows.length; i++) {
    rows[i] = subset.rows?.[i] ?? i
    squares[i] = all[rows[i]!]!
  }
  if (subset.weights === undefined) Slab.f64(slab, problem.weights, problem.n).fill(1)
  else Slab.f64(slab, problem.weights, problem.n).set(subset.weights)
}

/** Lends the problem to `use`. */
export const withProblem = <A, E, R>(
  engine: Engine,
  matrix: Matrix,
  subset: Subset,
  use: (problem: Problem) => Effect.Effect<A, E, R>
): Effect.Effect<A, E, R> =>
  Workspace.withMatrix(engine, matrix, ({ slab, at }) =>
    Workspace.arena(
      slab,
      Effect.fnUntraced(function*(alloc) {
        const placed = { ...matrix, data: Slab.f32(slab, at, matrix.data.length) }
        const squares = yield* squaredDistancesTo(engine, placed, new Float64Array(matrix.cols))
        const n = subset.rows?.length ?? matrix.rows
        const problem: Problem = {
          engine: safe(squares) ? engine : single("typescript", { settings: engine.settings }),
          slab,
          x: at,
          cols: matrix.cols,
          n,
          rows: alloc(4 * n),
          weights: alloc(8 * n),
          squares: alloc(8 * n)
        }
        fill(slab, problem, squares, subset)
        return yield* use(problem)
      })
    ))
