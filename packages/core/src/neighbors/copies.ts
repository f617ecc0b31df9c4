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

/** How many edges the items' graph has, each to itself among them, given the graph of the distinct ones. */
export const edgesAmong = (
  { first }: Copies,
  { offsets, rows, targets }: {
    readonly rows: Uint32Array
    readonly offsets: Uint32Array
    readonly targets: Uint32Array
  }
): number => {
  const row = new Map(Array.from(rows, (position, i) => [position, i])), sizes = new Float64Array(rows.length)
  for (const position of first) sizes[row.get(position)!]!++
  let edges = 0
  sizes.forEach((size, i) => {
    for (let at = offsets[i]!; at < offsets[i + 1]!; at++) edges += size * sizes[targets[at]!]!
  })
  return edges
}
