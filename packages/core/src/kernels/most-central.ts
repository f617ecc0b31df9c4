/**
 * Where greedy k-center begins with nothing labeled. Tested in farthest-over.test.ts.
 */
import * as Effect from "effect/Effect"
import { squaredDistance } from "../neighbors/distance.ts"
import { breathe, type Engine } from "./engine.ts"
import type { Rows } from "./rows.ts"

/** The sum of all rows, added in their order. */
const sumOf = Effect.fnUntraced(function*<E>(engine: Engine, { cols, look }: Rows<E>) {
  const sum = new Float64Array(cols)
  yield* look(Effect.fnUntraced(function*({ data, from, to }) {
    for (let i = 0; i < to - from; i++) {
      for (let j = 0; j < cols; j++) sum[j]! += data[i * cols + j]!
      yield* breathe(engine.variant, 4 * cols)
    }
  }))
  return sum
})

/**
 * The candidate nearest to the mean of all rows; ties to the smaller position. All is looked at N times as large, the N
 * rows against their sum: a mean of whole numbers is not whole, and its rounding would decide between items equally near.
 * Two passes.
 */
export const mostCentral = Effect.fnUntraced(function*<E>(
  engine: Engine,
  from: Rows<E>,
  candidates: Uint32Array
) {
  const { cols, look, rows } = from
  const sum = yield* sumOf(engine, from)
  const row = new Float64Array(cols)
  let best = candidates[0]!, least = Infinity, next = 0
  yield* look(Effect.fnUntraced(function*(part) {
    for (; next < candidates.length && candidates[next]! < part.to; next++) {
      const position = candidates[next]!, at = (position - part.from) * cols
      for (let j = 0; j < cols; j++) row[j] = rows * part.data[at + j]!
      const square = squaredDistance(row, 0, sum, 0, cols)
      if (square < least) {
        least = square
        best = position
      }
      yield* breathe(engine.variant, 4 * cols)
    }
  }))
  return best
})
