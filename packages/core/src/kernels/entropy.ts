import * as Effect from "effect/Effect"
import type { Matrix, Matrix64 } from "../Matrix.ts"
import * as Sum from "../Sum.ts"
import type { Engine } from "./engine.ts"
import { ranged } from "./kernel.ts"
import * as Slab from "./slab.ts"
import * as Workspace from "./workspace.ts"

/** Multiply-adds that a logarithm is worth. */
const LOG = 40

/** p log p, with 0 log 0 = 0. */
const plogp = (p: number): number => p > 0 ? p * Math.log(p) : 0

const entropiesKernel = ranged("entropies", ["f32", "number", "f64"], (from, to, x, cols, out) => {
  const terms = new Float64Array(cols)
  for (let i = from; i < to; i++) {
    for (let j = 0; j < cols; j++) terms[j] = plogp(x[i * cols + j]!)
    out[i] = 0 - Sum.total(terms)
  }
})

const weightedKernel = ranged(
  "weightedEntropies",
  ["f64", "number", "f64", "f64"],
  (from, to, x, cols, weights, out) => {
    const terms = new Float64Array(cols)
    for (let i = from; i < to; i++) {
      for (let j = 0; j < cols; j++) terms[j] = weights[j]! * plogp(x[i * cols + j]!)
      out[i] = 0 - Sum.total(terms)
    }
  }
)

/** {@link entropies}, synchronously in plain TypeScript. */
export const entropiesSync = (x: Matrix): Float64Array => {
  const out = new Float64Array(x.rows)
  entropiesKernel.twin(0, x.rows, x.data, x.cols, out)
  return out
}

/** {@link weightedEntropies}, synchronously in plain TypeScript. */
export const weightedEntropiesSync = (x: Matrix64, weights: Float64Array): Float64Array => {
  const out = new Float64Array(x.rows)
  weightedKernel.twin(0, x.rows, x.data, x.cols, weights, out)
  return out
}

/**
 * −Σ p log p of each row, in nats, with 0 log 0 = 0, for numbers that are not negative. The compiled logarithm is within
 * two units in the last place. Within a variant the order of the columns does not change a bit, as long as no term is
 * larger than 1, as those of probabilities. O(N d).
 */
export const entropies = Effect.fnUntraced(function*(engine: Engine, x: Matrix) {
  const out = new Float64Array(x.rows)
  yield* Workspace.streamed(
    engine,
    x,
    8,
    ({ slab, at, from, to }) =>
      Workspace.scratch(slab, 8 * (to - from), (sums) =>
        Effect.andThen(
          engine.over(slab, entropiesKernel, { items: to - from, cost: LOG * x.cols }, [at, x.cols, sums]),
          Effect.sync(() => out.set(Slab.f64(slab, sums, to - from), from))
        ))
  )
  return out
})

/**
 * −Σ w p log p of each row of double-precision numbers, in nats, with a weight a column (default all 1) and
 * 0 log 0 = 0. As for {@link entropies}, the order of the columns (with their weights) does not change a bit. O(N d).
 */
export const weightedEntropies = Effect.fnUntraced(function*(
  engine: Engine,
  x: Matrix64,
  weights: Float64Array = new Float64Array(x.cols).fill(1)
) {
  const out = new Float64Array(x.rows)
  const { cols } = x
  const step = Math.min(x.rows, Math.max(1, Math.floor(engine.settings.entropies / Math.max(1, cols))))
  yield* Workspace.scratchPool(
    engine,
    8 * (step * (cols + 1) + cols),
    Effect.fnUntraced(function*(slab, rows) {
      const factors = rows + 8 * step * cols
      const sums = factors + 8 * cols
      Slab.f64(slab, factors, cols).set(weights)
      for (let from = 0; from < x.rows; from += step) {
        const items = Math.min(step, x.rows - from)
        Slab.f64(slab, rows, items * cols).set(x.data.subarray(from * cols, (from + items) * cols))
        yield* engine.over(slab, weightedKernel, { items, cost: LOG * cols }, [rows, cols, factors, sums])
        out.set(Slab.f64(slab, sums, items), from)
      }
    })
  )
  return out
})
