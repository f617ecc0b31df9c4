/**
 * Greedy k-means++ (Arthur & Vassilvitskii 2007, with several candidates a center): the start of k-means.
 */
import * as Effect from "effect/Effect"
import { breathe } from "../kernels/engine.ts"
import type { Scratch } from "../kernels/kernel.ts"
import { BLOCK, candidatePotentials, takeCenter } from "../kernels/kmeans-plus-plus.ts"
import * as Slab from "../kernels/slab.ts"
import * as Workspace from "../kernels/workspace.ts"
import * as Rng from "../Rng.ts"
import { epsilonOf, type Problem } from "./problem.ts"

/** How many candidates are drawn for each of `k` centers. */
export const candidateCount = (k: number): number => 2 + Math.floor(Math.log(k))

/**
 * Draws an index with probability masses[i] / Σ masses, for `u` uniform in [0, 1). `sums` are the sums of blocks of
 * {@link BLOCK} masses. Masses of 0 are never drawn; −1 when there is nothing else.
 */
export const draw = (masses: (i: number) => number, n: number, sums: Float64Array, u: number): number => {
  let total = 0
  for (const sum of sums) total += sum
  let left = u * total
  let block = 0
  while (block < sums.length - 1 && left >= sums[block]!) left -= sums[block++]!
  let last = -1
  for (let i = block * BLOCK; i < n; i++) {
    const mass = masses(i)
    if (mass === 0) continue
    last = i
    if (left < mass) return i
    left -= mass
  }
  return last >= 0 ? last : lastPositive(masses, block * BLOCK)
}

const lastPositive = (masses: (i: number) => number, end: number): number => {
  for (let i = end - 1; i >= 0; i--) if (masses(i) > 0) return i
  return -1
}

/** The state of a start: D² and nearest center of each row, as addresses. */
export interface Nearest {
  readonly squared: number
  readonly assignment: number
}

const blocks = (n: number): number => Math.ceil(n / BLOCK)

/** Bytes of scratch a thread: two rows of at most 32 products. */
const WORK = 256

/** The candidates of a round, where kernels reach them. */
interface Board {
  readonly count: number
  readonly exact: number
  readonly panel: number
  readonly norms: number
  readonly squared: number
  readonly sums: number
  readonly work: Scratch
}

const padded = (cols: number): number => 4 * Math.ceil(cols / 4)

const board = (problem: Problem, count: number, alloc: (bytes: number) => number): Board => {
  const panel = (count + 6) * padded(problem.cols)
  const made: Board = {
    count,
    exact: alloc(8 * count * problem.cols),
    panel: alloc(4 * panel),
    norms: alloc(8 * count),
    squared: alloc(4 * problem.n * count),
    sums: alloc(8 * blocks(problem.n) * count),
    work: { at: alloc(WORK * problem.engine.threads), bytes: WORK }
  }
  Slab.f32(problem.slab, made.panel, panel).fill(0)
  return made
}

/** Writes candidate rows where the kernels expect them, in double and in padded single precision. */
const place = ({ slab, x, cols, rows, squares, n }: Problem, to: Board, chosen: ReadonlyArray<number>): void => {
  const stride = padded(cols)
  const panel = Slab.f32(slab, to.panel, (to.count + 6) * stride)
  const exact = Slab.f64(slab, to.exact, to.count * cols)
  chosen.forEach((i, j) => {
    const row = Slab.f32(slab, x + 4 * cols * Slab.u32(slab, rows, n)[i]!, cols)
    panel.set(row, j * stride)
    exact.set(row, j * cols)
    Slab.f64(slab, to.norms, to.count)[j] = Slab.f64(slab, squares, n)[i]!
  })
}

/** What each candidate would leave: Σ weight · min(D², d²), blocks added in order. */
const potentials = Effect.fnUntraced(function*(problem: Problem, { squared, ...to }: Board, nearest: Nearest) {
  const { engine, slab, cols, n } = problem
  const cost = cols * to.count
  yield* engine.over(slab, candidatePotentials, { items: n, cost }, [
    ...[problem.x, problem.rows, cols, to.count, to.exact, to.panel, to.norms] as const,
    ...[problem.squares, nearest.squared, problem.weights, squared, to.sums, to.work] as const
  ])
  const sums = Slab.f64(slab, to.sums, blocks(n) * to.count)
  const left = new Float64Array(to.count)
  sums.forEach((sum, at) => left[at % to.count]! += sum)
  return left
})

/** Makes candidate `pick` of the board (with its distances, or none) center number `number`. */
const take = (
  problem: Problem,
  from: Board,
  pick: number,
  known: boolean,
  number: number,
  { squared, assignment }: Nearest,
  sums: number
) =>
  problem.engine.over(
    problem.slab,
    takeCenter,
    { items: problem.n, cost: known ? 16 : 4 * problem.cols },
    [
      ...[problem.x, problem.rows, problem.cols, from.exact + 8 * pick * problem.cols] as const,
      Slab.f64(problem.slab, from.norms, from.count)[pick]!,
      ...[number, 2 * epsilonOf(problem.cols), from.squared + 4 * pick, known ? from.count : 0] as const,
      ...[problem.squares, squared, assignment, problem.weights, sums] as const
    ]
  )

/** The best of the candidates: the least potential, ties to the smaller row. */
const best = (candidates: ReadonlyArray<number>, left: Float64Array): number => {
  let found = 0
  candidates.forEach((row, j) => {
    const less = left[j]! - left[found]!
    if (less < 0 || (less === 0 && row < candidates[found]!)) found = j
  })
  return found
}

/**
 * Draws centers until there are `k`, or until every row with a weight lies on one; `taken` are there already. The first
 * is drawn by weight, every other is the best of {@link candidateCount} rows drawn in proportion to weight · D².
 * D² is computed as direct differences, so duplicates are exactly 0 and never drawn.
 */
export const seed = Effect.fnUntraced(function*(
  problem: Problem,
  nearest: Nearest,
  { k, key, taken = 0, onCenter }: {
    readonly k: number
    readonly key: Rng.Key
    readonly taken?: number
    readonly onCenter?: (done: number) => Effect.Effect<void>
  }
) {
  return yield* Workspace.arena(
    problem.slab,
    Effect.fnUntraced(function*(alloc) {
      const { slab, n } = problem
      const count = candidateCount(k)
      const to = board(problem, count, alloc)
      const sums = alloc(8 * blocks(n))
      const weights = Slab.f64(slab, problem.weights, n)
      const squared = Slab.f64(slab, nearest.squared, n)
      const mass = (i: number): number => weights[i]! * squared[i]!
      yield* breathe("typescript", 16 * n)
      if (taken > 0) sumBlocks(Slab.f64(slab, sums, blocks(n)), mass, n)
      const chosen: Array<number> = []
      for (let number = taken; number < k; number++) {
        const first = number === 0
        const draws = Rng.derive(key, number)
        const rows = first
          ? [draw((i) => weights[i]!, n, blockSums((i) => weights[i]!, n), Rng.uniform(draws, 0))]
          : Array.from(
            { length: count },
            (_, c) => draw(mass, n, Slab.f64(slab, sums, blocks(n)), Rng.uniform(draws, c))
          )
        if (rows[0]! < 0) break
        place(problem, to, rows)
        const pick = first ? 0 : best(rows, yield* potentials(problem, to, nearest))
        yield* take(problem, to, pick, !first, number, nearest, sums)
        chosen.push(rows[pick]!)
        if (onCenter !== undefined) yield* onCenter(number + 1)
      }
      return chosen
    })
  )
})

const sumBlocks = (sums: Float64Array, mass: (i: number) => number, n: number): Float64Array => {
  sums.fill(0)
  for (let i = 0; i < n; i++) sums[Math.floor(i / BLOCK)]! += mass(i)
  return sums
}

/** Sums of blocks of {@link BLOCK} masses. */
export const blockSums = (mass: (i: number) => number, n: number): Float64Array =>
  sumBlocks(new Float64Array(blocks(n)), mass, n)
