/**
 * What k-means works on: some rows of a matrix with weights, placed where kernels reach them.
 */
import * as Effect from "effect/Effect"
import type { Engine } from "../kernels/engine.ts"
import * as Slab from "../kernels/slab.ts"
import { squaredDistancesTo } from "../kernels/squared-distances.ts"
import * as Workspace from "../kernels/workspace.ts"
import type { Matrix } from "../Matrix.ts"
import { type Frame, frameOf, placed } from "./frame.ts"

/** See the module. `rows`, `weights` and `squares` (|x|² a row) are addresses of `n` numbers; all are of the frame. */
export interface Problem {
  readonly engine: Engine
  readonly frame: Frame
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

/** The problem of rows that stand in their frame, lent to `use`. */
const within = <A, E, R>(
  engine: Engine,
  frame: Frame,
  matrix: Matrix,
  subset: Subset,
  use: (problem: Problem) => Effect.Effect<A, E, R>
): Effect.Effect<A, E, R> =>
  Workspace.withMatrix(engine, matrix, ({ slab, at }) =>
    Workspace.arena(
      slab,
      Effect.fnUntraced(function*(alloc) {
        const here = { ...matrix, data: Slab.f32(slab, at, matrix.data.length) }
        const squares = yield* squaredDistancesTo(engine, here, new Float64Array(matrix.cols))
        const n = subset.rows?.length ?? matrix.rows
        const problem: Problem = {
          engine,
          frame,
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

/** Lends the problem to `use`. */
export const withProblem = <A, E, R>(
  engine: Engine,
  matrix: Matrix,
  subset: Subset,
  use: (problem: Problem) => Effect.Effect<A, E, R>
): Effect.Effect<A, E, R> =>
  Effect.gen(function*() {
    const frame = yield* frameOf(engine, matrix)
    return yield* within(engine, frame, yield* placed(engine, frame, matrix), subset, use)
  })
