/**
 * How large may a ball be and still hold one class?
 */
import { Kernels, type Matrix, Neighbors } from "@marginalia/core"
import * as Effect from "effect/Effect"

/** Elementary steps an item of putting distances in order. */
const SORT = 64

/**
 * ProbCover's radius: the largest δ at which at least a share `purity` of the rows of a `matrix` is pure, no row with
 * another `label` at less than δ.
 *
 * It is read off the distances to the nearest row of another pseudo-class: exactly, without a grid. With one
 * pseudo-class there is no such distance, since all rows are the same: 1, as any radius joins them. O(N² d).
 */
export const deltaOf = Effect.fnUntraced(function*(matrix: Matrix.Matrix, label: Int32Array, purity: number) {
  const { first, items } = yield* Neighbors.findCopies(matrix)
  // Equal rows of one pseudo-class are as far from the others; one of them is asked.
  const asked = items.filter((position) => first[position] === position || label[first[position]!] !== label[position])
  const own = new Float64Array(matrix.rows), distances = yield* Neighbors.nearestOther({ matrix, rows: asked, label })
  yield* Kernels.breathe(SORT * matrix.rows)
  asked.forEach((position, i) => own[position] = distances[i]!)
  const all = own.map((distance, i) => label[first[i]!] === label[i] ? own[first[i]!]! : distance)
  const delta = Neighbors.largestPureRadius(all, purity)
  return delta === Infinity ? 1 : delta
})
