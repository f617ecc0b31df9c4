/**
 * Sketches of rows: 16-bit integers and one scale each, half the size of the rows and twice as fast to multiply, with a
 * rigorous bound on the error, so that most pairs of rows are settled without looking at the rows themselves.
 */
import * as Effect from "effect/Effect"
import type { Matrix } from "../Matrix.ts"
import { breathe, type Engine } from "./engine.ts"
import { compiledOnly } from "./kernel.ts"
import { lend } from "./lend.ts"
import * as Slab from "./slab.ts"
import type { Placed } from "./workspace.ts"
import * as Workspace from "./workspace.ts"

const n = "number"
/** |row − mean|² of listed rows. */
export const spreadsKernel = compiledOnly("spreads", [n, n, n, n, n])
/** Sketches of listed rows. */
export const sketchesKernel = compiledOnly("sketches", [n, n, n, n, n, n, n, n, n, n])

/** Sketches in a slab: addresses in bytes. `stats` holds five arrays of `capacity` float32 numbers. */
export interface Sketches {
  readonly q: number
  readonly step: number
  readonly stats: number
  readonly capacity: number
  /** The rows' numbers in the matrix. */
  readonly members: number
  /** A power of two: what the rows were multiplied with, so that the longest is about 1. */
  readonly unit: number
  /** The matrix, where all of its rows are sketched: row by row. */
  readonly whole: Matrix | undefined
}

/** Kernels work on four rows at a time and may read, never use, what is behind the last. */
export const capacity = (rows: number): number => (Math.ceil(rows / 4) + 1) * 4

/** Bytes of a sketch. */
export const stepOf = (cols: number): number => Math.max(16, Math.ceil(cols / 8) * 16)

/** What sketches take, in bytes a row. */
export const bytesPerRow = (cols: number): number => stepOf(cols) + 32

/** How many rows a block has, a multiple of 4: with the usual settings block against block is a few milliseconds' work. */
export const blockRows = ({ settings }: Engine, cols: number): number =>
  Math.max(16, Math.min(512, Math.floor(Math.sqrt(settings.block / Math.max(1, cols)) / 4) * 4))

const SAMPLE = 256

/** The mean of a few evenly spaced rows: any point serves as origin, one in the middle makes the bounds tight. */
const middle = (x: Matrix, members: Uint32Array): Float64Array => {
  const mean = new Float64Array(x.cols)
  const count = Math.min(SAMPLE, members.length)
  for (let s = 0; s < count; s++) {
    const at = members[Math.floor(s * members.length / count)]! * x.cols
    for (let j = 0; j < x.cols; j++) mean[j]! += x.data[at + j]! / count
  }
  return mean
}

const largest = (numbers: Float64Array): number => {
  let most = 0
  for (let i = 0; i < numbers.length; i++) if (numbers[i]! > most) most = numbers[i]!
  return most
}

/** The power of two by which the longest row comes to at most 1. */
export const unitFor = (squares: Float64Array): number => {
  const longest = Math.sqrt(largest(squares))
  return longest === 0 ? 1 : 2 ** -Math.ceil(Math.log2(longest))
}

/** All rows of a matrix. */
export const allRows = ({ rows }: Matrix): Uint32Array => {
  const all = new Uint32Array(rows)
  for (let row = 0; row < rows; row++) all[row] = row
  return all
}

const isWhole = (members: Uint32Array, { rows }: Matrix): boolean =>
  members.length === rows && members.every((position, row) => position === row)

/** Sketches of rows `members` of a placed matrix. */
const make = Effect.fnUntraced(function*(
  engine: Engine,
  { at: x, slab }: Placed,
  matrix: Matrix,
  members: Uint32Array,
  alloc: (bytes: number) => number
) {
  const cols = matrix.cols, rows = capacity(members.length), step = stepOf(cols)
  const q = alloc(rows * step), stats = alloc(20 * rows), list = alloc(4 * rows)
  Slab.u32(slab, list, members.length).set(members)
  yield* breathe("typescript", SAMPLE * cols)
  const unit = yield* Workspace.scratch(
    slab,
    8 * rows + 8 * cols,
    Effect.fnUntraced(function*(spread) {
      const mean = spread + 8 * rows
      Slab.f64(slab, mean, cols).set(middle(matrix, members))
      const work = { items: members.length, cost: 4 * cols }
      yield* engine.over(slab, spreadsKernel, work, [x, list, cols, mean, spread])
      const unit = unitFor(Slab.f64(slab, spread, members.length))
      yield* engine.over(
        slab,
        sketchesKernel,
        { items: members.length, cost: Workspace.COPY * cols },
        [x, list, cols, mean, unit, spread, q, step, stats, rows]
      )
      return unit
    })
  )
  return { q, step, stats, capacity: rows, members: list, unit }
})

/**
 * Sketches rows `members` of a placed matrix, lends the result to `use`, and frees it. Sketches of all rows of a matrix that
 * queries share are in memory once for all who use them at the same time. O(members · d).
 */
export const sketched = <A, E, R>(
  engine: Engine,
  placed: Placed,
  matrix: Matrix,
  members: Uint32Array,
  use: (sketches: Sketches) => Effect.Effect<A, E, R>
): Effect.Effect<A, E, R> => {
  const whole = isWhole(members, matrix) ? matrix : undefined
  const making = (alloc: (bytes: number) => number) =>
    Effect.map(make(engine, placed, matrix, members, alloc), (sketches): Sketches => ({ ...sketches, whole }))
  const { slab } = placed
  return whole === undefined
    ? Workspace.arena(slab, (alloc) => Effect.flatMap(making(alloc), use))
    : lend({ of: whole, slab, name: `sketches ${engine.variant}`, make: making }, use)
}
