import * as Effect from "effect/Effect"
import { type Matrix, whole } from "../Matrix.ts"
import type { Engine } from "./engine.ts"
import { ranged } from "./kernel.ts"
import * as Slab from "./slab.ts"
import * as Workspace from "./workspace.ts"

/** The corners of a regular simplex: `diagonal[i]` in column i of corner i, `below[i]` in column i of all later ones. */
export interface Corners {
  readonly diagonal: Float64Array
  readonly below: Float64Array
}

/** The row's largest cosine; all dot products in one pass. */
const largest = (
  x: Float32Array | Float64Array,
  at: number,
  cols: number,
  diagonal: Float64Array,
  below: Float64Array
): number => {
  let [shared, squares, most] = [0, 0, -Infinity]
  for (let i = 0; i < cols; i++) {
    const value = x[at + i]!
    const dot = shared + diagonal[i]! * value
    if (dot > most) most = dot
    shared += below[i]! * value
    squares += value * value
  }
  if (shared > most) most = shared
  return squares > 0 ? most / Math.sqrt(squares) : 0
}

const simplexKernel = ranged(
  "simplexCosines",
  ["f32", "number", "f64", "f64", "f64"],
  (from, to, x, cols, diagonal, below, out) => {
    for (let i = from; i < to; i++) out[i] = largest(x, i * cols, cols, diagonal, below)
  }
)

/** {@link simplexCosines}, synchronously in plain TypeScript. */
export const simplexCosinesSync = (x: Matrix, { below, diagonal }: Corners): Float64Array => {
  const { cols, data, rows } = whole(x)
  return Float64Array.from({ length: rows }, (_, i) => largest(data, i * cols, cols, diagonal, below))
}

/**
 * The largest cosine of each row with the d + 1 corners of a regular simplex; 0 for a zero row. Rows with an `offset` are
 * taken with it. The same bits in every variant. O(N d), where the dot products alone would take O(N d²).
 */
export const simplexCosines = Effect.fnUntraced(function*(engine: Engine, x: Matrix, { below, diagonal }: Corners) {
  if (x.offset !== undefined) return simplexCosinesSync(x, { below, diagonal })
  const out = new Float64Array(x.rows)
  const { cols } = x
  yield* Workspace.streamed(
    engine,
    x,
    8,
    ({ slab, at, from, to }) =>
      Workspace.scratch(
        slab,
        8 * (2 * cols + to - from),
        Effect.fnUntraced(function*(corners) {
          const cosines = corners + 16 * cols
          Slab.f64(slab, corners, cols).set(diagonal)
          Slab.f64(slab, corners + 8 * cols, cols).set(below)
          yield* engine.over(slab, simplexKernel, { items: to - from, cost: 4 * cols }, [
            at,
            cols,
            corners,
            corners + 8 * cols,
            cosines
          ])
          out.set(Slab.f64(slab, cosines, to - from), from)
        })
      )
  )
  return out
})
