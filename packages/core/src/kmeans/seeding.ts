/**
 * Greedy k-means++ (Arthur & Vassilvitskii 2007, with several candidates a center): the start of k-means.
 */
import * as Effect from "effect/Effect"
import { breathe } from "../kernels/engine.ts"
import { BLOCK } from "../kernels/kmeans-plus-plus.ts"
import * as Slab from "../kernels/slab.ts"
import * as Workspace from "../kernels/workspace.ts"
import * as Rng from "../Rng.ts"
import * as Ahead from "./ahead.ts"
import { blocks, board, type Nearest, round } from "./candidates.ts"
import type { Problem } from "./problem.ts"

export type { Nearest } from "./candidates.ts"

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

/**
 * Draws centers until there are `k`, or until every row with a weight lies on one; `taken` are there already. The first
 * is drawn by weight, every other is the best of {@link candidateCount} rows drawn in proportion to weight · D².
 * D² is computed as direct differences, so duplicates are exactly 0 and never drawn.
 */
export const seed = Effect.fnUntraced(function*<E>(
  problem: Problem<E>,
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
      const plain = board(problem, count, alloc)
      const sums = alloc(8 * blocks(n))
      const to = { ...plain, ahead: yield* Ahead.make(problem, count, k - taken, alloc) }
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
        const pick = yield* round(problem, to, rows, number, nearest, sums)
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
