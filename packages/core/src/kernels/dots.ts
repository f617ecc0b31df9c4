import * as Effect from "effect/Effect"
import type { Matrix, Matrix64 } from "../Matrix.ts"
import type { Engine } from "./engine.ts"
import { ranged } from "./kernel.ts"
import * as Slab from "./slab.ts"
import * as Workspace from "./workspace.ts"

const dotsKernel = ranged(
  "dots",
  ["f32", "number", "f64", "number", "f64"],
  (from, to, x, cols, w, count, out) => {
    for (let i = from; i < to; i++) {
      for (let j = 0; j < count; j++) {
        let sum = 0
        for (let p = 0; p < cols; p++) sum += x[i * cols + p]! * w[j * cols + p]!
        out[i * count + j] = sum
      }
    }
  }
)

/** Adds what the offset of `x` contributes to each column of dot products. */
const addOffset = (out: Float64Array, { cols, offset }: Matrix, { data, rows }: Matrix64): Float64Array => {
  if (offset === undefined) return out
  const shift = Float64Array.from(
    { length: rows },
    (_, j) => offset.reduce((s, x, p) => s + x * data[j * cols + p]!, 0)
  )
  for (let i = 0; i < out.length; i++) out[i]! += shift[i % rows]!
  return out
}

/** {@link dots}, synchronously in plain TypeScript. */
export const dotsSync = (x: Matrix, w: Matrix64): Float64Array => {
  const out = new Float64Array(x.rows * w.rows)
  dotsKernel.twin(0, x.rows, x.data, x.cols, w.data, w.rows, out)
  return addOffset(out, x, w)
}

/** The dot product of each row of `x` (with its `offset`) with each of the few rows of `w`: N × w.rows numbers, row by row. O(N d w.rows). */
export const dots = Effect.fnUntraced(function*(engine: Engine, x: Matrix, w: Matrix64) {
  const out = new Float64Array(x.rows * w.rows)
  yield* Workspace.streamed(
    engine,
    x,
    8 * w.rows,
    ({ slab, at, from, to }) =>
      Workspace.scratch(slab, w.data.byteLength, (weights) =>
        Workspace.scratch(
          slab,
          8 * (to - from) * w.rows,
          Effect.fnUntraced(function*(sums) {
            Slab.f64(slab, weights, w.data.length).set(w.data)
            yield* engine.over(slab, dotsKernel, { items: to - from, cost: 2 * x.cols * w.rows }, [
              at,
              x.cols,
              weights,
              w.rows,
              sums
            ])
            out.set(Slab.f64(slab, sums, (to - from) * w.rows), from * w.rows)
          })
        ))
  )
  return addOffset(out, x, w)
})
