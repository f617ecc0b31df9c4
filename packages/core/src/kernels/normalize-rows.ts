import * as Effect from "effect/Effect"
import { type Matrix, whole } from "../Matrix.ts"
import { narrow } from "../Narrow.ts"
import { breathe, type Engine } from "./engine.ts"
import { ranged } from "./kernel.ts"
import { sumSquares } from "./row-norms.ts"
import * as Slab from "./slab.ts"
import * as Workspace from "./workspace.ts"

/** The rows at unit length, and the positions (ascending) of the rows that are zero and stay so. */
export interface Normalized {
  readonly matrix: Matrix
  readonly zeroRows: Uint32Array
}

/** Divides rows from … to − 1 by their lengths, which it writes down. */
export const normalizeRowsKernel = ranged("normalizeRows", ["f32", "number", "f64"], (from, to, x, cols, norms) => {
  for (let i = from, p = from * cols; i < to; i++) {
    const norm = Math.sqrt(sumSquares(x, p, cols))
    norms[i] = norm
    const end = p + cols
    if (norm === 0) p = end
    for (; p < end; p++) x[p]! /= norm
  }
})

/** Divides rows from … to − 1 by their lengths, which are known: the numbers of {@link normalizeRowsKernel}. */
export const divideRowsKernel = ranged("divideRows", ["f32", "number", "f64"], (from, to, x, cols, norms) => {
  for (let i = from; i < to; i++) {
    const norm = norms[i]!
    if (norm > 0) { for (let p = i * cols; p < (i + 1) * cols; p++) x[p]! /= norm }
  }
})

/** {@link divideRowsKernel} of the rows whose flag is not 0. */
export const divideSomeKernel = ranged(
  "divideSome",
  ["f32", "number", "f64", "i32"],
  (from, to, x, cols, norms, flags) => {
    for (let i = from; i < to; i++) {
      const norm = norms[i]!
      if (flags[i] === 0 || norm === 0) continue
      for (let p = i * cols; p < (i + 1) * cols; p++) x[p]! /= norm
    }
  }
)

const zeros = (norms: Float64Array): Uint32Array => {
  const found: Array<number> = []
  for (let i = 0; i < norms.length; i++) if (norms[i] === 0) found.push(i)
  return Uint32Array.from(found)
}

/** Rows with an offset lie so close together, seen from the origin, that their unit vectors need one too. */
const withOffset = (x: Matrix): Normalized => {
  const { cols, rows } = x, data = Float64Array.from(whole(x).data), norms = new Float64Array(rows)
  for (let i = 0; i < rows; i++) {
    const row = data.subarray(i * cols, (i + 1) * cols)
    const norm = norms[i] = Math.sqrt(row.reduce((sum, value) => sum + value * value, 0))
    if (norm > 0) { for (let j = 0; j < cols; j++) row[j]! /= norm }
  }
  return { matrix: narrow(data, rows, cols).matrix, zeroRows: zeros(norms) }
}

/** {@link normalizeRows}, synchronously in plain TypeScript. */
export const normalizeRowsSync = (x: Matrix): Normalized => {
  if (x.offset !== undefined) return withOffset(x)
  const data = Float32Array.from(x.data)
  const norms = new Float64Array(x.rows)
  normalizeRowsKernel.twin(0, x.rows, data, x.cols, norms)
  return { matrix: { data, rows: x.rows, cols: x.cols }, zeroRows: zeros(norms) }
}

/** Copies the rows to `at` a few megabytes at a time, scaling each part while the cache still holds it. */
const fill = (engine: Engine, x: Matrix, slab: Slab.Slab, at: number, norms: Float64Array): Effect.Effect<void> =>
  Workspace.scratch(
    slab,
    8 * x.rows,
    Effect.fnUntraced(function*(out) {
      const step = Math.max(1, Math.floor(engine.threads * engine.settings.scaled / Math.max(1, 4 * x.cols)))
      for (let from = 0; from < x.rows; from += step) {
        const items = Math.min(step, x.rows - from)
        const start = at + 4 * from * x.cols
        yield* breathe(engine.variant, Workspace.COPY * items * x.cols)
        Slab.f32(slab, start, items * x.cols).set(x.data.subarray(from * x.cols, (from + items) * x.cols))
        yield* engine.over(slab, normalizeRowsKernel, { items, cost: 4 * x.cols }, [start, x.cols, out + 8 * from])
      }
      norms.set(Slab.f64(slab, out, x.rows))
    })
  )

/** The rows written over, where they are resident already. */
const overwritten = Effect.fnUntraced(function*(engine: Engine, x: Matrix, slab: Slab.Slab) {
  const norms = new Float64Array(x.rows)
  yield* fill(engine, x, slab, x.data.byteOffset, norms)
  return { matrix: x, zeroRows: zeros(norms) } satisfies Normalized
})

/**
 * Every row divided by its length; zero rows stay zero and are reported. The result of a large matrix is resident:
 * later kernels use it without a copy. The input is left alone, unless `overwrite` allows what is resident already to
 * be written over, which needs no second matrix. Of rows with an `offset` the true numbers are taken, and the result may
 * have one as well. O(N d).
 */
export const normalizeRows = Effect.fnUntraced(function*(engine: Engine, x: Matrix, overwrite: boolean = false) {
  if (x.offset !== undefined) return withOffset(x)
  const home = overwrite ? Slab.of(x.data) : undefined
  if (home !== undefined && Slab.fits(home, engine.variant)) return yield* overwritten(engine, x, home)
  const bytes = x.data.byteLength
  const norms = new Float64Array(x.rows)
  if (bytes < engine.settings.large) {
    const data = yield* Workspace.scratchPool(
      engine,
      bytes,
      (slab, at) =>
        Effect.map(fill(engine, x, slab, at, norms), () => new Float32Array(Slab.f32(slab, at, x.data.length)))
    )
    return { matrix: { data, rows: x.rows, cols: x.cols }, zeroRows: zeros(norms) }
  }
  const slab = Slab.make(bytes + 8 * x.rows, engine.variant)
  const at = slab.alloc(bytes)
  yield* fill(engine, x, slab, at, norms)
  const data = Slab.f32(slab, at, x.data.length)
  return { matrix: { data, rows: x.rows, cols: x.cols }, zeroRows: zeros(norms) } satisfies Normalized
})
