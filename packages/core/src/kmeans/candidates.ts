/**
 * A round of greedy k-means++: candidates, what each would leave, and the best of them as the next center. Tested in seeding.test.ts
 * and over-tiles.test.ts.
 */
import * as Effect from "effect/Effect"
import { epsilonOnDevice, foresee } from "../device/seeding.ts"
import { breathe, type Step, step } from "../kernels/engine.ts"
import type { Scratch } from "../kernels/kernel.ts"
import { BLOCK, candidatePotentials, leaveCandidates, takeCenter } from "../kernels/kmeans-plus-plus.ts"
import * as Slab from "../kernels/slab.ts"
import { type Ahead, judge, ready } from "./ahead.ts"
import { epsilonOfSquares, type Part, type Problem } from "./problem.ts"

/** The state of a start: D² and nearest center of each row, as addresses. */
export interface Nearest {
  readonly squared: number
  readonly assignment: number
}

/** How many blocks so many rows are. */
export const blocks = (n: number): number => Math.ceil(n / BLOCK)

/** Bytes of scratch a thread: of a block a list of rows, and of each row at most 32 products. */
const WORK = 4 * BLOCK + 128 * BLOCK

/** What each candidate would leave as the next center: D² of every row, and its sums of blocks. */
interface Leaving {
  readonly squared: number
  readonly sums: number
}

/** The candidates of a round, where kernels reach them; `squared` are their distances to the rows of one part. */
export interface Board {
  readonly count: number
  readonly exact: number
  readonly panel: number
  readonly norms: number
  readonly squared: number
  readonly sums: number
  readonly work: Scratch
  /** Where passes are dear: candidate after candidate. */
  readonly leaving: ReadonlyArray<Leaving>
  /** What says which rows need not be read. Default: nothing. */
  readonly ahead?: Ahead | undefined
}

const padded = (cols: number): number => 4 * Math.ceil(cols / 4)

/** Room for what each candidate would leave, one after the other. */
const leavingIn = (count: number, n: number, alloc: (bytes: number) => number): ReadonlyArray<Leaving> => {
  const squared = alloc(8 * n * count), sums = alloc(8 * blocks(n) * count)
  return Array.from({ length: count }, (_, j) => ({ squared: squared + 8 * n * j, sums: sums + 8 * blocks(n) * j }))
}

/** Room for `count` candidates. */
export const board = (problem: Problem<unknown>, count: number, alloc: (bytes: number) => number): Board => {
  const { cols, engine, fused, most, n, slab } = problem, panel = (count + 6) * padded(cols)
  const made: Board = {
    count,
    exact: alloc(8 * count * cols),
    panel: alloc(4 * panel),
    norms: alloc(8 * count),
    squared: alloc(4 * most * count),
    sums: alloc(8 * blocks(n) * count),
    work: { at: alloc(WORK * engine.threads), bytes: WORK },
    leaving: fused ? leavingIn(count, n, alloc) : []
  }
  Slab.f32(slab, made.panel, panel).fill(0)
  return made
}

/** Writes candidate rows where the kernels expect them, in double and in padded single precision. */
export const place = Effect.fnUntraced(function*<E>(problem: Problem<E>, to: Board, chosen: ReadonlyArray<number>) {
  const { cols, n, slab, squares } = problem, stride = padded(cols)
  for (const [j, i] of chosen.entries()) {
    const row = yield* problem.row(i)
    Slab.f32(slab, to.panel, (to.count + 6) * stride).set(row, j * stride)
    Slab.f64(slab, to.exact, to.count * cols).set(row, j * cols)
    Slab.f64(slab, to.norms, to.count)[j] = Slab.f64(slab, squares, n)[i]!
  }
})

/** A step: the distances of a part to the candidates, and what each would leave of its blocks. */
const potentialsFrom = (
  { cols, squares, weights }: Problem<unknown>,
  { ahead, count, exact, norms, panel, squared, sums, work }: Board,
  nearest: Nearest,
  { from, rows }: Part,
  x: number,
  told: number
): Step =>
  step(candidatePotentials, [
    ...[x, rows, cols, count, exact, panel, norms, squares + 8 * from, nearest.squared + 8 * from] as const,
    ...[weights + 8 * from, squared, sums + 8 * count * (from / BLOCK)] as const,
    ...[told, ahead?.open ?? 0, ahead?.signs ?? work, work] as const
  ])

/** The distances of a part to the candidates, and what each would leave of its blocks. */
export const potentials = (problem: Problem<unknown>, to: Board, nearest: Nearest, part: Part, told: number) =>
  part.through(problem.cols * to.count, (x) => [potentialsFrom(problem, to, nearest, part, x, told)])

/** A center as it is taken: number `number`, candidate `pick` of the board; its distances are off by so much of |x|² + |c|², if they are known. */
interface Taken {
  readonly number: number
  readonly pick: number
  readonly known: number | undefined
}

/** Makes a candidate a center of a part; `assignment` is of that part alone. */
export const take = (
  problem: Problem<unknown>,
  from: Board,
  { known, number, pick }: Taken,
  { assignment, squared, sums }: Nearest & Leaving,
  part: Part
): Effect.Effect<void> => {
  const { cols, slab, squares, weights } = problem, first = part.from
  return part.through(known === undefined ? 4 * cols : 16, (x) => [
    step(takeCenter, [
      ...[x, part.rows, cols, from.exact + 8 * pick * cols] as const,
      Slab.f64(slab, from.norms, from.count)[pick]!,
      ...[number, known ?? 0, from.squared + 4 * pick, known === undefined ? 0 : from.count] as const,
      ...[
        squares + 8 * first,
        squared + 8 * first,
        assignment,
        weights + 8 * first,
        sums + 8 * (first / BLOCK)
      ] as const
    ])
  ])
}

/** What each candidate would leave: Σ weight · min(D², d²), blocks added in order. */
const totals = ({ n, slab }: Problem<unknown>, { count, sums }: Board): Float64Array => {
  const left = new Float64Array(count)
  Slab.f64(slab, sums, blocks(n) * count).forEach((sum, at) => left[at % count]! += sum)
  return left
}

/** The best of the candidates: the least potential, ties to the smaller row. */
export const best = (candidates: ReadonlyArray<number>, left: Float64Array): number => {
  let found = 0
  candidates.forEach((row, j) => {
    const less = left[j]! - left[found]!
    if (less < 0 || (less === 0 && row < candidates[found]!)) found = j
  })
  return found
}

/** A copy within a slab. */
const copy = (slab: Slab.Slab, from: number, to: number, length: number): void =>
  Slab.f64(slab, to, length).set(Slab.f64(slab, from, length))

/** Elementary steps of a row and a candidate: few are near enough to be measured. */
const LOOK = 64

/** What a candidate would leave of a part, for each of them: the one that is taken is known when all parts were seen. */
export const leave = (problem: Problem<unknown>, to: Board, nearest: Nearest, part: Part): Effect.Effect<void> => {
  const { cols, n, squares, weights } = problem, { from } = part, [first] = to.leaving
  return part.through(to.count * (cols + LOOK), (x) => [
    potentialsFrom(problem, to, nearest, part, x, 0),
    step(leaveCandidates, [
      ...[x, part.rows, cols, to.exact, to.norms, to.count, epsilonOfSquares(cols), to.squared] as const,
      ...[squares + 8 * from, nearest.squared + 8 * from, weights + 8 * from] as const,
      ...[first!.squared + 8 * from, n, first!.sums + 8 * (from / BLOCK), blocks(n)] as const
    ])
  ])
}

/** Makes what a candidate would leave what is. */
export const settle = Effect.fnUntraced(
  function*({ n, slab }: Problem<unknown>, leaving: Leaving, number: number, nearest: Nearest, sums: number) {
    yield* breathe("typescript", 4 * n)
    const own = Slab.i32(slab, nearest.assignment, n), after = Slab.f64(slab, leaving.squared, n)
    const before = Slab.f64(slab, nearest.squared, n)
    for (let i = 0; i < n; i++) if (after[i]! < before[i]!) own[i] = number
    before.set(after)
    copy(slab, leaving.sums, sums, blocks(n))
  }
)

/** The best of the candidates, with their distances, where a device is sure of it. */
const onDevice = (
  { cols, held, n, slab, weights }: Problem<unknown>,
  to: Board,
  chosen: ReadonlyArray<number>,
  nearest: Nearest
): Effect.Effect<number | undefined> =>
  held === undefined ? Effect.succeed(undefined) : foresee(held, {
    cols,
    chosen,
    exact: Slab.f64(slab, to.exact, to.count * cols),
    rows: Slab.u32(slab, held.at, n),
    weights: Slab.f64(slab, weights, n),
    squared: Slab.f64(slab, nearest.squared, n),
    estimates: Slab.f32(slab, to.squared, n * to.count)
  })

/**
 * Makes one of some rows (by place among those of the problem) center number `number`, the only one or the best of the candidates; renews what
 * is nearest, and the `sums` of blocks of weight · D². One pass where passes are dear, else two.
 */
export const round = Effect.fnUntraced(function*<E>(
  problem: Problem<E>,
  to: Board,
  rows: ReadonlyArray<number>,
  number: number,
  nearest: Nearest,
  sums: number
) {
  const { each, fused } = problem
  yield* place(problem, to, rows)
  const taking = (pick: number, known: number | undefined) =>
    each((part) => {
      const own = { squared: nearest.squared, sums, assignment: nearest.assignment + 4 * part.from }
      return take(problem, to, { number, pick, known }, own, part)
    })
  if (rows.length === 1) {
    yield* taking(0, undefined)
    return 0
  }
  const foreseen = yield* onDevice(problem, to, rows, nearest)
  if (foreseen !== undefined) {
    yield* taking(foreseen, epsilonOnDevice(problem.cols))
    return foreseen
  }
  const told = ready(problem, to.ahead, { number, chosen: rows })
  yield* each((part) => fused ? leave(problem, to, nearest, part) : potentials(problem, to, nearest, part, told))
  if (told !== 0) judge(problem, to.ahead!, { number, chosen: rows })
  const pick = best(rows, totals(problem, to))
  if (fused) yield* settle(problem, to.leaving[pick]!, number, nearest, sums)
  else yield* taking(pick, epsilonOfSquares(problem.cols))
  return pick
})
