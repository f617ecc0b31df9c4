import * as Effect from "effect/Effect"
import { type Matrix, row } from "../Matrix.ts"
import type { Engine } from "./engine.ts"
import { ranged } from "./kernel.ts"
import * as Slab from "./slab.ts"
import * as Workspace from "./workspace.ts"

/** Σ (x − c)² of the row that begins at index `at` and the point that begins at `c0`, as direct differences. */
export const squaredDistance = (x: Float32Array, at: number, c: Float64Array, c0: number, cols: number): number => {
  let sum = 0
  for (let p = 0; p < cols; p++) {
    const difference = x[at + p]! - c[c0 + p]!
    sum += difference * difference
  }
  return sum
}

export const squaredDistancesKernel = ranged(
  "squaredDistances",
  ["f32", "number", "f64", "f64"],
  (from, to, x, cols, c, out) => {
    for (let i = from; i < to; i++) out[i] = squaredDistance(x, i * cols, c, 0, cols)
  }
)

/** A point to measure from: the position of a row, or `cols` numbers. */
export type Point = number | ArrayLike<number>

const numbers = (x: Matrix, point: Point): Float64Array =>
  Float64Array.from(typeof point === "number" ? row(x, point) : point)

/** {@link squaredDistancesTo}, synchronously in plain TypeScript. */
export const squaredDistancesToSync = (x: Matrix, point: Point): Float64Array => {
  const out = new Float64Array(x.rows)
  squaredDistancesKernel.twin(0, x.rows, x.data, x.cols, numbers(x, point), out)
  return out
}

/**
 * The squared Euclidean distance of each row to one row or point, as direct differences in double precision:
 * duplicates are exactly 0. O(N d).
 */
export const squaredDistancesTo = Effect.fnUntraced(function*(engine: Engine, x: Matrix, point: Point) {
  const out = new Float64Array(x.rows)
  const center = numbers(x, point)
  yield* Workspace.streamed(
    engine,
    x,
    8,
    ({ slab, at, from, to }) =>
      Workspace.scratch(
        slab,
        8 * (x.cols + to - from),
        Effect.fnUntraced(function*(c) {
          const distances = c + 8 * x.cols
          Slab.f64(slab, c, x.cols).set(center)
          yield* engine.over(slab, squaredDistancesKernel, { items: to - from, cost: 4 * x.cols }, [
            at,
            x.cols,
            c,
            distances
          ])
          out.set(Slab.f64(slab, distances, to - from), from)
        })
      )
  )
  return out
})
