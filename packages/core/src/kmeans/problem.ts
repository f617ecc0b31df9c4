/**
 * What k-means works on: some rows of a matrix with weights, placed where kernels reach them.
 */
import * as Effect from "effect/Effect"
import { type Held, heldIn } from "../device/held.ts"
import type { Before } from "../kernels/before.ts"
import { breathe, type Engine, type Step } from "../kernels/engine.ts"
import { lend } from "../kernels/lend.ts"
import { sharedOf } from "../kernels/shared.ts"
import * as Slab from "../kernels/slab.ts"
import { squaredDistancesTo } from "../kernels/squared-distances.ts"
import * as Workspace from "../kernels/workspace.ts"
import type { Matrix } from "../Matrix.ts"
import { farPoint, type Frame, type Standing, standing } from "./frame.ts"

/**
 * Rows `from … to − 1` of a pass. Where they begin is told to whoever looks at them through one of two ways, by which they are made ready
 * before; row i lies as many rows behind that as the index at `rows` + 4 i says.
 */
export interface Part {
  readonly from: number
  readonly to: number
  readonly rows: number
  /**
   * Calls kernels for the rows, one after the other while a core's cache holds them, of `cost` multiply-adds a row. Where they, and whoever looks
   * at the part after them, look at `some` rows alone, the others need not be made ready.
   */
  readonly through: (cost: number, steps: (x: number) => ReadonlyArray<Step>, some?: Some) => Effect.Effect<void>
  /** Where the rows begin, for who looks at them in another way. */
  readonly at: Effect.Effect<number>
}

/** A step that marks the rows which are looked at, and where it leaves their flags. */
export interface Some {
  readonly mark: Step
  readonly flags: number
}

/** Where the rows of a part lie. */
export interface Lying {
  readonly x: number
  readonly rows: number
  readonly from: number
  readonly to: number
}

/** Multiply-adds of a number of a row that is made ready. */
const READY = 2

/** The part of rows of so many columns that lie somewhere, and may have to be made ready `before` they are looked at. */
export const partOf = (
  { cols, engine, slab }: Pick<Problem, "cols" | "engine" | "slab">,
  { x, ...lying }: Lying,
  before?: Before
): Part => {
  const items = lying.to - lying.from, take = (flags?: number) => before?.take(flags) ?? []
  const call = (cost: number, steps: ReadonlyArray<Step>): Effect.Effect<void> =>
    steps.length === 0
      ? Effect.void
      : engine.through(slab, steps, { items, cost, bytes: steps.length > 1 ? 4 * cols : undefined })
  return {
    ...lying,
    through: (cost, steps, some) =>
      Effect.suspend(() => {
        const first = take(some?.flags), marks = first.length === 0 || some === undefined ? [] : [some.mark]
        return call(first.length === 0 ? cost : cost + READY * cols, [...marks, ...first, ...steps(x)])
      }),
    at: Effect.suspend(() => Effect.as(call(READY * cols, take()), x))
  }
}

/** See the module. `weights` and `squares` (|x|² a row) are addresses of `n` numbers; all are of the frame. */
export interface Problem<out E = never> {
  readonly engine: Engine
  readonly frame: Frame
  readonly slab: Slab.Slab
  readonly cols: number
  readonly n: number
  /** The rows of the largest part. */
  readonly most: number
  readonly weights: number
  readonly squares: number
  /** A pass over the rows, in their order; parts begin at multiples of 256. */
  readonly each: <E2>(use: (part: Part) => Effect.Effect<void, E2>) => Effect.Effect<void, E | E2>
  /** One row, to be looked at before anything else is done. */
  readonly row: (i: number) => Effect.Effect<Float32Array, E>
  /** Whether a pass costs so much that what can be done in one is done in one. */
  readonly fused: boolean
  /** Bytes that may be taken for sketches of the rows. Default: as many as there are. */
  readonly spare?: number | undefined
  /** All rows of the matrix on a device, of which those of the problem are the ones whose indices are at `at`. */
  readonly held?: (Held & { readonly at: number }) | undefined
}

/** A problem of rows that are in memory, at `x`; `rows` is the address of their indices. */
export interface Placed extends Problem {
  readonly x: number
  readonly rows: number
}

/** How some rows in memory are passed over. */
export const passing = (
  { cols, engine, slab }: Pick<Problem, "cols" | "engine" | "slab">,
  { n, rows, x }: Pick<Placed, "x" | "rows" | "n">
) => ({
  x,
  rows,
  n,
  most: n,
  fused: false,
  each: <E>(use: (part: Part) => Effect.Effect<void, E>) =>
    use(partOf({ cols, engine, slab }, { x, rows, from: 0, to: n })),
  row: (i: number) => Effect.sync(() => Slab.f32(slab, x + 4 * cols * Slab.u32(slab, rows, n)[i]!, cols))
})

/** How far single-precision dot products of `cols` numbers may be off, relative to the lengths. */
export const epsilonOf = (cols: number): number => (cols / 4 + 16) * 2 ** -24

/** How far squared distances from such products may be off, relative to the squared lengths. */
export const epsilonOfSquares = (cols: number): number => 2 * epsilonOf(cols)

/** The positions to cluster and their weights, all of them and 1 by default. */
export interface Subset {
  readonly rows?: Uint32Array | undefined
  readonly weights?: Float64Array | undefined
  /** With how many centers a pass compares the rows, as far as a device may help with that. Default: with none. */
  readonly k?: number | undefined
}

/** Addresses of what a problem knows of its rows. */
type Rows = Pick<Placed, "n" | "rows" | "weights" | "squares">

/** Elementary steps a row. */
const FILL = 16

/** Lists the rows, with their weights and squared lengths. */
const list = Effect.fnUntraced(function*(
  engine: Engine,
  { at, slab }: Workspace.Placed,
  matrix: Matrix,
  subset: Subset,
  alloc: (bytes: number) => number
) {
  const here = { ...matrix, data: Slab.f32(slab, at, matrix.data.length) }
  const all = yield* squaredDistancesTo(engine, here, new Float64Array(matrix.cols))
  const n = subset.rows?.length ?? matrix.rows
  yield* breathe("typescript", FILL * n)
  const listed: Rows = { n, rows: alloc(4 * n), weights: alloc(8 * n), squares: alloc(8 * n) }
  const rows = Slab.u32(slab, listed.rows, n), squares = Slab.f64(slab, listed.squares, n)
  for (let i = 0; i < n; i++) {
    rows[i] = subset.rows?.[i] ?? i
    squares[i] = all[rows[i]!]!
  }
  if (subset.weights === undefined) Slab.f64(slab, listed.weights, n).fill(1)
  else Slab.f64(slab, listed.weights, n).set(subset.weights)
  return listed
})

/** The multiply-adds of a pass that a device may do, which does it for all rows of the matrix: not where few of them are asked for. */
const workOf = (matrix: Matrix, { k = 0, rows }: Subset): number =>
  2 * (rows?.length ?? matrix.rows) < matrix.rows ? 0 : matrix.rows * matrix.cols * k

/** Whether all rows are meant, and all alike. */
const isWhole = ({ rows, weights }: Subset): boolean => rows === undefined && weights === undefined

/** The problem of rows that stand in their frame, lent to `use`; `given` is the matrix that they come from. */
const within = <A, E, R>(
  engine: Engine,
  { frame, matrix }: Standing,
  given: Matrix,
  subset: Subset,
  use: (problem: Placed) => Effect.Effect<A, E, R>
): Effect.Effect<A, E, R> =>
  Workspace.withMatrix(engine, matrix, (placed) => {
    const { at: x, slab } = placed
    const make = (alloc: (bytes: number) => number) => list(engine, placed, matrix, subset, alloc)
    const { cols } = matrix
    const run = (rows: Rows) =>
      heldIn(
        engine,
        { frame, matrix },
        given,
        workOf(matrix, subset),
        (found) => {
          const held = found && { ...found, at: rows.rows }
          return use({ engine, frame, slab, cols, held, ...rows, ...passing({ cols, engine, slab }, { x, ...rows }) })
        }
      )
    return isWhole(subset)
      ? lend({ of: given, slab, name: `rows to cluster ${engine.variant}`, make }, run)
      : Workspace.arena(slab, (alloc) => Effect.flatMap(make(alloc), run))
  })

/**
 * The matrix where kernels reach it, copied once for all passes if need be. One that is shared stays where it is, since it is known by its array; one
 * that has to be moved is copied when it is.
 */
const here = <A, E, R>(
  engine: Engine,
  matrix: Matrix,
  use: (matrix: Matrix) => Effect.Effect<A, E, R>
): Effect.Effect<A, E, R> =>
  sharedOf(matrix) !== undefined || farPoint(matrix) !== undefined ? use(matrix) : Workspace.withMatrix(
    engine,
    matrix,
    ({ at, slab }) => Effect.suspend(() => use({ ...matrix, data: Slab.f32(slab, at, matrix.data.length) }))
  )

/**
 * Lends the problem to `use`. What depends on the matrix alone is in memory once for all who cluster all rows of a shared
 * matrix at the same time.
 */
export const withProblem = <A, E, R>(
  engine: Engine,
  matrix: Matrix,
  subset: Subset,
  use: (problem: Placed) => Effect.Effect<A, E, R>
): Effect.Effect<A, E, R> =>
  here(
    engine,
    matrix,
    (matrix) => standing(engine, matrix, (standing) => within(engine, standing, matrix, subset, use))
  )
