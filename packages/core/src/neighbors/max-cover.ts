/**
 * ProbCover's greedy choice on a radius graph: again and again the item that covers most of what is uncovered.
 */
import * as Effect from "effect/Effect"
import { breathe } from "../kernels/engine.ts"
import type { RadiusGraph } from "../kernels/radius-graph.ts"

/** What is covered at the start and who may be picked; positions, all of them rows of the graph. */
export interface CoverOptions {
  /** Whose neighborhoods are covered from the start: the labeled items. They never count as uncovered again. */
  readonly covered: Uint32Array
  /** Who may be picked; those in `covered` are passed over. */
  readonly eligible: Uint32Array
  readonly budget: number
}

/** The picks in order; `gains[n]` is what the n-th pick newly covered, `passes[n]` the covering pass, from 0. */
export interface Cover {
  readonly picks: Uint32Array
  readonly gains: Uint32Array
  readonly passes: Uint32Array
  /** The share of the graph's rows that labeled items and picks together cover in the first pass. */
  readonly coverage: number
}

/** Which rows are uncovered, how many, and for each row how many uncovered rows it would cover. */
interface Covering {
  readonly uncovered: Uint8Array
  readonly degrees: Uint32Array
  left: number
}

const yielding = (cost: number): Effect.Effect<void> => breathe("typescript", cost)

/** A pass in which the rows with mark 1 are uncovered. O(rows + edges). */
const begin = Effect.fnUntraced(
  function*({ offsets, targets }: RadiusGraph, uncovered: Uint8Array): Effect.fn.Return<Covering> {
    const degrees = new Uint32Array(uncovered.length)
    for (let row = 0; row < degrees.length; row++) {
      let count = 0
      for (let at = offsets[row]!; at < offsets[row + 1]!; at++) count += uncovered[targets[at]!]!
      degrees[row] = count
      yield* yielding(1 + offsets[row + 1]! - offsets[row]!)
    }
    return { uncovered, degrees, left: uncovered.reduce((sum, mark) => sum + mark, 0) }
  }
)

/** Covers all neighbors of a row. The graph is symmetric: the edges into a row come from those it leads to. */
const take = Effect.fnUntraced(function*({ offsets, targets }: RadiusGraph, covering: Covering, row: number) {
  const { degrees, uncovered } = covering
  for (let at = offsets[row]!; at < offsets[row + 1]!; at++) {
    const reached = targets[at]!
    if (uncovered[reached] === 0) continue
    uncovered[reached] = 0
    covering.left--
    for (let into = offsets[reached]!; into < offsets[reached + 1]!; into++) degrees[targets[into]!]!--
    yield* yielding(offsets[reached + 1]! - offsets[reached]!)
  }
})

/** The eligible row that covers most; ties to the smaller row. */
const best = (degrees: Uint32Array, eligible: Uint8Array): number => {
  let found = -1
  for (let row = 0; row < eligible.length; row++) {
    if (eligible[row] === 1 && (found < 0 || degrees[row]! > degrees[found]!)) found = row
  }
  return found
}

const marks = (rows: Uint32Array, positions: Uint32Array): Uint8Array => {
  const wanted = new Set(positions)
  return Uint8Array.from(rows, (position) => wanted.has(position) ? 1 : 0)
}

const coverLabeled = Effect.fnUntraced(function*(graph: RadiusGraph, labeled: Uint8Array) {
  const covering = yield* begin(graph, new Uint8Array(labeled.length).fill(1))
  for (let row = 0; row < labeled.length; row++) if (labeled[row] === 1) yield* take(graph, covering, row)
  return covering
})

/**
 * Picks greedily: the eligible item with most uncovered neighbors (itself counts), ties to the smaller position, after
 * the neighborhoods of the `covered` ones have been covered. When no eligible item covers anything more, a new pass
 * begins, in which all items that are neither labeled nor picked are uncovered again. Fewer than `budget` picks where
 * the eligible run out. O(edges) a pass and O(rows) a pick.
 */
export const maxCover = Effect.fnUntraced(function*(graph: RadiusGraph, options: CoverOptions) {
  const { rows } = graph
  const labeled = marks(rows, options.covered)
  const eligible = marks(rows, options.eligible).map((mark, row) => mark & (1 - labeled[row]!))
  const open = labeled.map((mark) => 1 - mark)
  const size = Math.min(options.budget, eligible.reduce((sum, mark) => sum + mark, 0))
  const picks = new Uint32Array(size), gains = new Uint32Array(size), passes = new Uint32Array(size)
  let covering = yield* coverLabeled(graph, labeled)
  let pass = 0, left = covering.left
  for (let n = 0; n < size; n++) {
    let row = best(covering.degrees, eligible)
    if (covering.degrees[row] === 0) {
      pass++
      covering = yield* begin(graph, open.slice())
      row = best(covering.degrees, eligible)
    }
    picks[n] = rows[row]!
    gains[n] = covering.degrees[row]!
    passes[n] = pass
    yield* take(graph, covering, row)
    eligible[row] = 0
    open[row] = 0
    if (pass === 0) left = covering.left
    yield* yielding(rows.length)
  }
  return { picks, gains, passes, coverage: rows.length === 0 ? 0 : 1 - left / rows.length } satisfies Cover
})
