/**
 * Exact sums of clusters' rows, which follow the rows: one that changes its cluster is taken from one sum and added to another. They are the
 * same bits whatever the order, the threads and the places of the rows, and however the clusters came to be.
 *
 * Each number is cut at grids, so coarse that a sum of all rows stays a number of double precision on each of them (the way of
 * Demmel & Nguyen 2013, "Fast reproducible floating-point summation"): two as a rule, and as many more as it takes until nothing is left.
 */
import * as Effect from "effect/Effect"
import { followSums } from "../kernels/cluster-sums.ts"
import { breathe } from "../kernels/engine.ts"
import * as Slab from "../kernels/slab.ts"
import * as Workspace from "../kernels/workspace.ts"
import { powerBelow } from "../Sum.ts"
import type { Lying, Part, Problem } from "./problem.ts"

/** The first grid is of multiples of `unit`, a power of two, and each further one by `finer` finer. */
export interface Grid {
  readonly unit: number
  readonly finer: number
}

/** The grids for `n` terms, none of which is larger than `most` by more than a half. */
export const gridFor = (n: number, most: number): Grid => {
  const room = 2 ** Math.ceil(Math.log2(n + 2))
  return { unit: 2 * powerBelow(most) * room * 2 ** -52, finer: room * 2 ** -53 }
}

/** The grids for a problem's rows: of the largest weight · length, which no number of a row is above. */
const gridOf = ({ n, slab, squares, weights }: Problem<unknown>): Grid => {
  const lengths = Slab.f64(slab, squares, n), weight = Slab.f64(slab, weights, n)
  let most = 0
  for (let i = 0; i < n; i++) most = Math.max(most, weight[i]! * Math.sqrt(lengths[i]!))
  return gridFor(n, most)
}

/** Exact sums of the rows of `k` clusters, as addresses; see the module. */
export interface Sums {
  readonly k: number
  /** The cluster of each row. */
  readonly assignment: number
  /** The cluster in whose sum it is; −1: in none. */
  readonly summed: number
  /** 1 where the levels are too few. */
  readonly lost: number
  /** Room for more of them, for as long as the sums are there. */
  readonly alloc: (bytes: number) => number
  /** Where the sums of the first level begin. */
  at: number
  levels: number
  grid: Grid | undefined
}

/** Levels to begin with. */
const LEVELS = 2

/** Sums of no row. */
export const makeSums = (
  problem: Problem<unknown>,
  k: number,
  assignment: number,
  alloc: (bytes: number) => number
): Sums => {
  const summed = alloc(4 * problem.n), lost = alloc(4)
  const sums: Sums = { k, assignment, summed, lost, alloc, at: 0, levels: 0, grid: undefined }
  Slab.i32(problem.slab, lost, 1)[0] = 0
  restart(problem, sums, LEVELS)
  return sums
}

/** Sums of some clusters, level by level. */
export type Levels = ReadonlyArray<Float64Array>

/** The sums as they are, level by level. */
export const levelsOf = ({ cols, slab }: Problem<unknown>, { at, k, levels }: Sums): Levels =>
  Array.from({ length: levels }, (_, l) => Slab.f64(slab, at + 8 * l * k * cols, k * cols))

/** Makes room for so many levels, and begins anew: no row is summed. */
const restart = ({ cols, n, slab }: Problem<unknown>, sums: Sums, levels: number): void => {
  const { alloc, k, summed } = sums
  if (levels > sums.levels) sums.at = alloc(8 * levels * k * cols)
  sums.levels = levels
  Slab.f64(slab, sums.at, levels * k * cols).fill(0)
  Slab.i32(slab, summed, n).fill(-1)
}

/** Multiply-adds that adding a number and taking it away are. */
const MOVED = 8

/** Rows whose clusters are looked at in the time of a multiply-add, in each column. */
const LOOKED = 64

/** Brings the sums to the clusters of rows `from … to − 1`, which lie at `x`, as the indices at `rows` say. */
const bring = Effect.fnUntraced(function*(
  { cols, engine, slab, weights }: Problem<unknown>,
  { assignment, at, grid, k, levels, lost, summed }: Sums,
  { from, rows, to, x }: Lying
) {
  const step = Math.max(1, Math.floor(engine.settings.summed / cols)), items = to - from
  const own = Slab.i32(slab, assignment + 4 * from, items), was = Slab.i32(slab, summed + 4 * from, items)
  const { finer, unit } = grid!
  for (let first = 0; first < items; first += step) {
    const last = Math.min(items, first + step)
    yield* breathe("typescript", 2 * (last - first))
    let moved = 0
    for (let i = first; i < last; i++) if (own[i] !== was[i]) moved++
    if (moved === 0) continue
    yield* engine.over(slab, followSums, { items: cols, cost: MOVED * moved + (last - first) / LOOKED }, [
      ...[x, rows, first, last, cols, assignment + 4 * from, summed + 4 * from, weights + 8 * from] as const,
      ...[unit, finer, levels, 8 * k * cols, at, lost] as const
    ])
    was.set(own.subarray(first, last), first)
  }
})

/** {@link follow} of the rows of a part. */
export const followPart = Effect.fnUntraced(function*(problem: Problem<unknown>, sums: Sums, part: Part) {
  const { from, rows, to } = part
  sums.grid ??= gridOf(problem)
  yield* bring(problem, sums, { from, to, rows, x: yield* part.at })
})

/** So many rows are read one by one rather than in a pass. */
const FEW = 64

/** The rows whose clusters are others than those that are summed; undefined: more than a few. */
const moved = ({ n, slab }: Problem<unknown>, { assignment, summed }: Sums): ReadonlyArray<number> | undefined => {
  const own = Slab.i32(slab, assignment, n), was = Slab.i32(slab, summed, n), found: Array<number> = []
  for (let i = 0; i < n; i++) {
    if (own[i] === was[i]) continue
    if (found.length === FEW) return undefined
    found.push(i)
  }
  return found
}

/** {@link follow} of a row that is read for it. */
const followRow = <E>(problem: Problem<E>, sums: Sums, row: number) =>
  Workspace.scratch(
    problem.slab,
    4 * problem.cols + 16,
    Effect.fnUntraced(function*(x) {
      const { cols, slab } = problem, rows = x + 4 * cols
      Slab.f32(slab, x, cols).set(yield* problem.row(row))
      Slab.u32(slab, rows, 1)[0] = 0
      yield* bring(problem, sums, { from: row, to: row + 1, rows, x })
    })
  )

/** Brings the sums to the clusters that the rows have now. */
export const follow = Effect.fnUntraced(function*<E>(problem: Problem<E>, sums: Sums) {
  const { n, slab } = problem, lost = Slab.i32(slab, sums.lost, 1)
  sums.grid ??= gridOf(problem)
  for (;;) {
    yield* breathe("typescript", 8 * n)
    const few = problem.fused ? moved(problem, sums) : undefined
    if (few === undefined) yield* problem.each((part) => followPart(problem, sums, part))
    else for (const row of few) yield* followRow(problem, sums, row)
    if (lost[0] === 0) return
    lost[0] = 0
    restart(problem, sums, sums.levels + 1)
  }
})
