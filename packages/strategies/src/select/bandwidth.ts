/**
 * How far an item's similarity reaches: a number, or as far as the labeled items are apart.
 */
import { type Matrix, Neighbors } from "@marginalia/core"
import * as Effect from "effect/Effect"

/** The positions of different rows: of equal ones the first that is equal, which may be another item. */
const distinct = Effect.fnUntraced(function*(matrix: Matrix.Matrix, positions: Uint32Array) {
  const { first } = yield* Neighbors.findCopies(matrix)
  return Uint32Array.from(new Set(positions), (position) => first[position]!).sort()
})

/** The smallest positive distance between two of some rows, those that are labeled or picked; 1 where no two of them differ. O(L² d). */
export const bandwidthOf = Effect.fnUntraced(function*(matrix: Matrix.Matrix, rows: Uint32Array) {
  const members = Uint32Array.from(new Set(yield* distinct(matrix, rows)))
  if (members.length < 2) return 1
  const request = { matrix, members, group: new Int32Array(matrix.rows), neighbors: () => 1 }
  const { distances } = yield* Neighbors.ask(Neighbors.exact, request)
  return distances.reduce((least, distance) => Math.min(least, distance), Infinity)
})
