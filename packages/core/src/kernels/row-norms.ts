import * as Effect from "effect/Effect"
import { type Matrix, whole } from "../Matrix.ts"
import type { Engine } from "./engine.ts"
import { ranged } from "./kernel.ts"
import * as Slab from "./slab.ts"
import * as Workspace from "./workspace.ts"

/** Σ x² of `cols` numbers from index `at`. */
export const sumSquares = (x: Float32Array | Float64Array, at: number, cols: number): number => {
  let sum = 0
  for (let p = at; p < at + cols; p++) sum += x[p]! * x[p]!
  return sum
}

const rowNormsKernel = ranged("rowNorms", ["f32", "number", "f64"], (from, to, x, cols, out) => {
  for (let i = from; i < to; i++) out[i] = Math.sqrt(sumSquares(x, i * cols, cols))
})

/** The length of each row, synchronously in plain TypeScript. */
export const rowNormsSync = (x: Matrix): Float64Array => {
  const { cols, data, rows } = whole(x)
  return Float64Array.from({ length: rows }, (_, i) => Math.sqrt(sumSquares(data, i * cols, cols)))
}

/** The length of each row (Euclidean, in double precision; with its `offset`). O(N d). */
export const rowNorms = Effect.fnUntraced(function*(engine: Engine, x: Matrix) {
  if (x.offset !== undefined) return rowNormsSync(x)
  const out = new Float64Array(x.rows)
  yield* Workspace.streamed(
    engine,
    x,
    8,
    ({ slab, at, from, to }) =>
      Workspace.scratch(slab, 8 * (to - from), (norms) =>
        Effect.andThen(
          engine.over(slab, rowNormsKernel, { items: to - from, cost: 2 * x.cols }, [at, x.cols, norms]),
          Effect.sync(() => out.set(Slab.f64(slab, norms, to - from), from))
        ))
  )
  return out
})
