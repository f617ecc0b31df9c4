/**
 * ProbCover's greedy choice on a radius graph: again and again the item that covers most of what is uncovered.
 */
import * as Effect from "effect/Effect"
import { breathe } from "../kernels/engine.ts"
import type { RadiusGraph } from "../kernels/radius-graph.ts"
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

/** Elementary steps an item of putting it into a list. */
const LIST = 32

const yielding = (cost: number): Effect.Effect<void> => breathe("typescript", cost)

/** A pass in which so many items of each row are uncovered. O(rows + edges). */
const begin = Effect.fnUntraced(
  function*({ offsets, targets }: RadiusGraph, uncovered: Uint32Array): Effect.fn.Return<Covering> {
    const degrees = new Uint32Array(uncovered.length)
    for (let row = 0; row < degrees.length; row++) {
      let count = 0
      for (let at = offsets[row]!; at < offsets[row + 1]!; at++) count += uncovered[targets[at]!]!
      degrees[row] = count
      yield* yielding(1 + offsets[row + 1]! - offsets[row]!)
    }
    return { uncovered, degrees, left: uncovered.reduce((sum, count) => sum + count, 0) }
  }
)

/** Covers all neighbors of a row. The graph is symmetric: the edges into a row come from those it leads to. */
const take = Effect.fnUntraced(function*({ offsets, targets }: RadiusGraph, covering: Covering, row: number) {
  const { degrees, uncovered } = covering
  for (let at = offsets[row]!; at < offsets[row + 1]!; at++) {
    const reached = targets[at]!, count = uncovered[reached]!
    if (count === 0) continue
    uncovered[reached] = 0
    covering.left -= count
    for (let into = offsets[reached]!; into < offsets[reached + 1]!; into++) degrees[targets[into]!]! -= count
    yield* yielding(offsets[reached + 1]! - offsets[reached]!)
  }
})

/** The items of the graph's rows: those who may be picked, ascending, and whose turn it is. */
interface Items {
  readonly eligible: ReadonlyArray<ReadonlyArray<number>>
  readonly next: Uint32Array
}

const turn = ({ eligible, next }: Items, row: number): number => eligible[row]![next[row]!] ?? Infinity

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

/** By row of the graph, those of some positions that belong to it. */
const byRow = (rowOf: ReadonlyMap<number, number>, rows: number, positions: Uint32Array): Array<Array<number>> => {
  const lists = Array.from({ length: rows }, (): Array<number> => [])
  for (const position of positions) {
    const row = rowOf.get(position)
    if (row !== undefined) lists[row]!.push(position)
  }
  return lists
}

const rowsOf = ({ rows }: RadiusGraph, copies: Copies | undefined): ReadonlyMap<number, number> => {
  const own = new Map(Array.from(rows, (position, row) => [position, row]))
  return copies === undefined
    ? own
    : new Map(Array.from(copies.items, (position, i) => [position, own.get(copies.first[i]!)!]))
}

const coverLabeled = Effect.fnUntraced(
  function*(graph: RadiusGraph, sizes: Uint32Array, labeled: ReadonlyArray<ReadonlyArray<number>>) {
    const covering = yield* begin(graph, sizes.slice())
    for (let row = 0; row < labeled.length; row++) if (labeled[row]!.length > 0) yield* take(graph, covering, row)
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
  yield* yielding(LIST * rows)
  const rowOf = rowsOf(graph, copies), all = Uint32Array.from(rowOf.keys())
  yield* yielding(LIST * all.length)
  const sizes = Uint32Array.from(byRow(rowOf, rows, all), ({ length }) => length)
  yield* yielding(LIST * rows)
  const done = new Set(covered), labeled = byRow(rowOf, rows, Uint32Array.from(done))
  yield* yielding(LIST * options.eligible.length)
  const choice = options.eligible.filter((position) => !done.has(position) && rowOf.has(position)).sort()
  yield* yielding(LIST * rows)
  const items: Items = { eligible: byRow(rowOf, rows, choice), next: new Uint32Array(rows) }
  const open = sizes.map((size, row) => size - labeled[row]!.length)
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
  return { picks, gains, passes, coverage: all.length === 0 ? 0 : 1 - left / all.length } satisfies Cover
})
