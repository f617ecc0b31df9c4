/**
 * Items that are equal, grouped: what one of them reaches, all of them reach.
 */
import * as Effect from "effect/Effect"
import { breathe } from "../kernels/breathe.ts"
import type { Matrix } from "../Matrix.ts"
import { equalRows, firstEqual } from "../narrow/distinct.ts"

/**
 * Which items are equal: `items` are positions, ascending, and `first` is for each the first position among them whose
 * row is equal.
 */
export interface Copies {
  readonly items: Uint32Array
  readonly first: Uint32Array
}

/** All positions of a matrix with their first equals; 0 and −0 are equal. O(N d). */
export const copiesOf = ({ cols, data, rows }: Matrix): Copies => ({
  items: Uint32Array.from({ length: rows }, (_, i) => i),
  first: firstEqual(data, rows, cols)
})

/** Rows that are looked at between two looks at the time, and elementary steps a number. */
const BLOCK = 1024, COST = 16

/** {@link copiesOf} a `matrix`, with room for the event loop: for parts that run in a strategy. O(N d). */
export const findCopies = Effect.fnUntraced(function*({ cols, data, rows }: Matrix) {
  const { first, look } = equalRows(data, rows, cols)
  for (let from = 0; from < rows; from += BLOCK) {
    yield* breathe("typescript", COST * BLOCK * cols)
    look(from, Math.min(rows, from + BLOCK))
  }
  const items = new Uint32Array(rows)
  for (let i = 0; i < rows; i++) items[i] = i
  return { items, first } satisfies Copies as Copies
})

/** The positions that are their own first equals, ascending: one of each kind. */
export const distinctOf = ({ first, items }: Copies): Uint32Array =>
  items.filter((position, i) => first[i] === position)

/** The part of a radius graph that edges are counted by. */
interface Graph {
  readonly rows: Uint32Array
  readonly offsets: Uint32Array
  readonly targets: Uint32Array
}

/** How many items each row of the graph stands for. */
const sizesOf = ({ first }: Copies, rows: Uint32Array): Float64Array => {
  const row = new Map(Array.from(rows, (position, i) => [position, i])), sizes = new Float64Array(rows.length)
  for (const position of first) sizes[row.get(position)!]!++
  return sizes
}

/** The edges of the items that row i stands for. */
const edgesOf = ({ offsets, targets }: Graph, sizes: Float64Array, i: number): number => {
  let reached = 0
  for (let at = offsets[i]!; at < offsets[i + 1]!; at++) reached += sizes[targets[at]!]!
  return sizes[i]! * reached
}

/**
 * How many edges the graph of all items has, each to itself among them: `copies` in a `graph` of the distinct ones,
 * with its `rows`, `offsets` and `targets`.
 */
export const edgesAmong = (copies: Copies, graph: Graph): number => {
  const sizes = sizesOf(copies, graph.rows)
  return sizes.reduce((edges, _, i) => edges + edgesOf(graph, sizes, i), 0)
}

/** Elementary steps an item of saying what stands for it, and an edge of counting it. */
const ITEM = 32, EDGE = 4

/**
 * {@link edgesAmong} `copies` in a `graph` (its `rows`, `offsets` and `targets`), with room for the event loop: for
 * parts that run in a strategy. O(edges).
 */
export const countEdgesAmong = Effect.fnUntraced(function*(copies: Copies, graph: Graph) {
  const { offsets, rows, targets } = graph
  // No two items are equal: the graph is theirs.
  if (rows.length === copies.items.length) return targets.length
  yield* breathe("typescript", ITEM * copies.items.length)
  const sizes = sizesOf(copies, rows)
  let edges = 0
  for (let i = 0; i < rows.length; i++) {
    yield* breathe("typescript", EDGE * (1 + offsets[i + 1]! - offsets[i]!))
    edges += edgesOf(graph, sizes, i)
  }
  return edges
})
