/**
 * Where greedy k-center begins with nothing labeled.
 */
import * as Effect from "effect/Effect"
import { squaredDistance } from "../neighbors/distance.ts"
import { breathe, type Engine } from "./engine.ts"
import { firstFrom } from "./gather-rows.ts"
import { ranged } from "./kernel.ts"
import type { Rows } from "./rows.ts"
import * as Slab from "./slab.ts"
import * as Workspace from "./workspace.ts"

/** Adds `rows` rows to the sums of the columns, row after row. An item is a column. */
const columnSums = ranged("columnSums", ["f32", "number", "number", "f64"], (from, to, x, rows, cols, sums) => {
  for (let i = 0; i < rows; i++) for (let j = from; j < to; j++) sums[j]! += x[i * cols + j]!
}, 2)

/** The squared distances of the rows, each `factor` times as large, to a point. */
const scaledSquares = ranged(
  "scaledSquares",
  ["f32", "number", "number", "f64", "f64"],
  (from, to, x, cols, factor, point, out) => {
    const row = new Float64Array(cols)
    for (let i = from; i < to; i++) {
      for (let j = 0; j < cols; j++) row[j] = factor * x[i * cols + j]!
      out[i] = squaredDistance(row, 0, point, 0, cols)
    }
  }
)

/** The sum of all rows, added in their order to what there is. */
export const sumOf = Effect.fnUntraced(function*<E>(engine: Engine, { cols, each }: Rows<E>, before: Float64Array) {
  const sum = before.slice()
  yield* each(0, () => true, ({ at, from, slab, to }) =>
    Workspace.scratch(
      slab,
      8 * cols,
      Effect.fnUntraced(function*(sums) {
        Slab.f64(slab, sums, cols).set(sum)
        yield* engine.over(slab, columnSums, { items: cols, cost: to - from }, [at, to - from, cols, sums])
        sum.set(Slab.f64(slab, sums, cols))
      })
    ))
  return sum
})

/** The candidate that is nearest to a sum of `rows` rows, when it is `rows` times as large; none, and Infinity, of no candidates. */
export const nearestToSum = Effect.fnUntraced(function*<E>(
  engine: Engine,
  { cols, each }: Rows<E>,
  candidates: Uint32Array,
  sum: Float64Array,
  rows: number
) {
  let position = candidates[0], least = Infinity
  const wanted = (from: number, to: number): boolean => (candidates[firstFrom(candidates, from)] ?? to) < to
  yield* each(8, wanted, ({ at, from, slab, to }) =>
    Workspace.scratch(
      slab,
      8 * (cols + to - from),
      Effect.fnUntraced(function*(point) {
        const out = point + 8 * cols, items = to - from
        Slab.f64(slab, point, cols).set(sum)
        yield* engine.over(slab, scaledSquares, { items, cost: 2 * cols }, [at, cols, rows, point, out])
        yield* breathe("typescript", 2 * items)
        const squares = Slab.f64(slab, out, items)
        for (let n = firstFrom(candidates, from); n < candidates.length && candidates[n]! < to; n++) {
          const square = squares[candidates[n]! - from]!
          if (square < least) {
            least = square
            position = candidates[n]!
          }
        }
      })
    ))
  return { position, least }
})

/**
 * The candidate nearest to the mean of all rows; ties to the smaller position. All is looked at N times as large, the N
 * rows against their sum: a mean of whole numbers is not whole, and its rounding would decide between items equally near.
 * Two passes.
 */
export const mostCentral = Effect.fnUntraced(function*<E>(
  engine: Engine,
  over: Rows<E>,
  candidates: Uint32Array
) {
  const sum = yield* sumOf(engine, over, new Float64Array(over.cols))
  return (yield* nearestToSum(engine, over, candidates, sum, over.rows)).position!
})
