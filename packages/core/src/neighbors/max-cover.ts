/**
 * ProbCover's greedy choice on a radius graph: again and again the item that covers most of what is uncovered.
 */
import * as Effect from "effect/Effect"
import { breathe } from "../kernels/engine.ts"
import type { RadiusGraph } from "../kernels/radius-graph.ts"
import { accumulate } from "../kernels/strips.ts"
import type { Copies } from "./copies.ts"

/** What is covered at the start and who may be picked; positions, all of them rows of the graph or copies of such. */
export interface CoverOptions {
  /** Whose neighborhoods are covered from the start: the labeled items. They never count as uncovered again. */
  readonly covered: Uint32Array
  /** Who may be picked; those in `covered` are passed over. */
  readonly eligible: Uint32Array
  /** How many to pick; fewer are picked where the eligible run out. */
  readonly budget: number
  /** Items that stand for themselves and their equals; without it every row of the graph is one item. */
  readonly copies?: Copies | undefined
}

/** The picks in order; `gains[n]` is what the n-th pick newly covered, `passes[n]` the covering pass, from 0. */
export interface Cover {
  readonly picks: Uint32Array
  readonly gains: Uint32Array
  readonly passes: Uint32Array
  /** The share of the graph's items that labeled items and picks together cover in the first pass. */
  readonly coverage: number
}

/** How many items of each row are uncovered, how many in all, and for each row how many it would cover. */
interface Covering {
  readonly uncovered: Uint32Array
  readonly degrees: Uint32Array
  left: number
}

/** Elementary steps an item of looking at it, and an edge of following it: what it leads to lies anywhere in memory. */
const ITEM = 8, EDGE = 4

/** Elementary steps that are done before the event loop is asked whether it has to turn: asking costs some, too. */
const PIECE = 2 ** 14

const yielding = (cost: number): Effect.Effect<void> => breathe("typescript", cost)

/** Pays for steps that were done; what is owed afterwards. */
const paid = (owed: number): Effect.Effect<number> => Effect.as(yielding(owed), 0)

/** A pass in which so many items of each row are uncovered. O(rows + edges). */
const begin = Effect.fnUntraced(
  function*({ offsets, targets }: RadiusGraph, uncovered: Uint32Array): Effect.fn.Return<Covering> {
    const degrees = new Uint32Array(uncovered.length)
    let owed = 0
    for (let row = 0; row < degrees.length; row++) {
      let count = 0
      for (let at = offsets[row]!; at < offsets[row + 1]!; at++) count += uncovered[targets[at]!]!
      degrees[row] = count
      owed += ITEM + EDGE * (offsets[row + 1]! - offsets[row]!)
      if (owed > PIECE) owed = yield* paid(owed)
    }
    return { uncovered, degrees, left: uncovered.reduce((sum, count) => sum + count, 0) }
  }
)

/** Covers all neighbors of a row. The graph is symmetric: the edges into a row come from those it leads to. */
const take = Effect.fnUntraced(function*({ offsets, targets }: RadiusGraph, covering: Covering, row: number) {
  const { degrees, uncovered } = covering
  let owed = 0
  for (let at = offsets[row]!; at < offsets[row + 1]!; at++) {
    const reached = targets[at]!, count = uncovered[reached]!
    if (count === 0) continue
    uncovered[reached] = 0
    covering.left -= count
    for (let into = offsets[reached]!; into < offsets[reached + 1]!; into++) degrees[targets[into]!]! -= count
    owed += ITEM + EDGE * (offsets[reached + 1]! - offsets[reached]!)
    if (owed > PIECE) owed = yield* paid(owed)
  }
  yield* paid(owed)
})

/** The items of the graph's rows that may be picked: those of row i are `eligible[offsets[i]] … eligible[offsets[i + 1] - 1]`. */
interface Items {
  /** Positions, ascending within a row. */
  readonly eligible: Uint32Array
  readonly offsets: Uint32Array
  /** By row, where in `eligible` the next one is. */
  readonly next: Uint32Array
}

const turn = ({ eligible, next, offsets }: Items, row: number): number =>
  next[row]! < offsets[row + 1]! ? eligible[next[row]!]! : Infinity

/** The row whose next eligible item covers most; ties to the smaller position. */
const best = (degrees: Uint32Array, items: Items): number => {
  let found = -1
  for (let row = 0; row < degrees.length; row++) {
    const own = turn(items, row)
    if (own === Infinity) continue
    const more = found < 0 ? 1 : degrees[row]! - degrees[found]!
    if (more > 0 || (more === 0 && own < turn(items, found))) found = row
  }
  return found
}

/** By position, the row of the graph that stands for it; −1 where none does. */
const rowsOf = ({ rows }: RadiusGraph, copies: Copies | undefined): Int32Array => {
  const last = Math.max(rows.at(-1) ?? -1, copies?.items.at(-1) ?? -1)
  const own = new Int32Array(last + 1).fill(-1)
  rows.forEach((position, row) => own[position] = row)
  if (copies === undefined) return own
  const all = new Int32Array(last + 1).fill(-1)
  copies.items.forEach((position, i) => all[position] = own[copies.first[i]!]!)
  return all
}

/** By row, how many of some positions belong to it. */
const countOf = (rowOf: Int32Array, rows: number, positions: Iterable<number>): Uint32Array => {
  const counts = new Uint32Array(rows)
  for (const position of positions) {
    const row = rowOf[position] ?? -1
    if (row >= 0) counts[row]!++
  }
  return counts
}

/** Positions by the row that they belong to. */
const itemsOf = (rowOf: Int32Array, rows: number, positions: Uint32Array): Items => {
  const offsets = new Uint32Array(rows + 1)
  offsets.set(countOf(rowOf, rows, positions), 1)
  accumulate(offsets)
  const eligible = new Uint32Array(positions.length), at = offsets.slice(0, rows)
  for (const position of positions) eligible[at[rowOf[position]!]!++] = position
  return { eligible, offsets, next: offsets.slice(0, rows) }
}

/** Those that may be picked, ascending: neither covered from the start nor without a row. */
const choiceOf = (rowOf: Int32Array, done: Uint8Array, eligible: Uint32Array): Uint32Array =>
  eligible.filter((position) => done[position] === 0 && rowOf[position]! >= 0).sort()

const coverLabeled = Effect.fnUntraced(
  function*(graph: RadiusGraph, sizes: Uint32Array, labeled: Uint32Array) {
    const covering = yield* begin(graph, sizes.slice())
    for (let row = 0; row < labeled.length; row++) if (labeled[row]! > 0) yield* take(graph, covering, row)
    return covering
  }
)

/**
 * ProbCover's greedy choice on a radius `graph`: the eligible item with most uncovered neighbors (itself counts), again
 * and again.
 *
 * `options` say which items are covered at the start, who may be picked, and how many. Ties go to the smaller position,
 * after the neighborhoods of the `covered` ones have been covered. When no eligible item covers anything more, a new
 * pass begins, in which all items that are neither labeled nor picked are uncovered again. Fewer than `budget` picks
 * where the eligible run out. O(edges) a pass and O(rows) a pick, whatever the number of copies.
 */
export const maxCover = Effect.fnUntraced(function*(graph: RadiusGraph, options: CoverOptions) {
  const { copies, covered } = options, rows = graph.rows.length
  yield* yielding(ITEM * rows)
  const rowOf = rowsOf(graph, copies), done = new Uint8Array(rowOf.length)
  for (const position of covered) done[position] = 1
  yield* yielding(ITEM * rowOf.length)
  const sizes = countOf(rowOf, rows, rowOf.keys()), all = sizes.reduce((sum, count) => sum + count, 0)
  const labeled = countOf(rowOf, rows, new Set(covered))
  yield* yielding(ITEM * options.eligible.length)
  const choice = choiceOf(rowOf, done, options.eligible), items = itemsOf(rowOf, rows, choice)
  const open = sizes.map((count, row) => count - labeled[row]!)
  const size = Math.min(options.budget, choice.length)
  const picks = new Uint32Array(size), gains = new Uint32Array(size), passes = new Uint32Array(size)
  let covering = yield* coverLabeled(graph, sizes, labeled)
  let pass = 0, left = covering.left
  for (let n = 0; n < size; n++) {
    let row = best(covering.degrees, items)
    if (covering.degrees[row] === 0) {
      pass++
      covering = yield* begin(graph, open.slice())
      row = best(covering.degrees, items)
    }
    picks[n] = turn(items, row)
    gains[n] = covering.degrees[row]!
    passes[n] = pass
    yield* take(graph, covering, row)
    items.next[row]!++
    open[row]!--
    if (pass === 0) left = covering.left
    yield* yielding(rows)
  }
  return { picks, gains, passes, coverage: all === 0 ? 0 : 1 - left / all } satisfies Cover
})
