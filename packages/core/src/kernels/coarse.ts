/**
 * Coarse sketches, seven bits a number: half as long as the others and twice as fast again, for a first look at each pair,
 * where the engine multiplies bytes (relaxed SIMD). They change how long an answer takes, never the answer.
 */
import * as Effect from "effect/Effect"
import type { Engine } from "./engine.ts"
import { compiledOnly } from "./kernel.ts"
import { lend } from "./lend.ts"
import { capacity, type Sketches, sketchesKernel, spreadsKernel, stepOf as fineStepOf, unitFor } from "./sketch.ts"
import * as Slab from "./slab.ts"
import * as Workspace from "./workspace.ts"

const n = "number"
const coarsenKernel = compiledOnly("coarsen", [n, n, n, n, n, n, n])

/** Where coarse sketches are, in groups of four rows; `stats` holds five arrays. */
export interface Coarse {
  readonly q: number
  readonly step: number
  readonly stats: number
}

const stepOf = (cols: number): number => Math.ceil(cols / 16) * 16

/** Whether coarse sketches of rows of so many numbers help. */
export const helps = ({ settings, variant }: Engine, cols: number): boolean =>
  variant === "relaxed-simd" && cols >= settings.narrow

/** Coarse sketches of rows that are listed, for which there were finer ones for a moment only. */
export interface Listed extends Coarse {
  /** Of how many rows there is room for the numbers of each kind. */
  readonly capacity: number
  /** A power of two: what the rows were multiplied with, so that the longest is about 1. */
  readonly unit: number
}

/** Rows of `cols` numbers, the first at `x`, of which `n` are listed by the indices at `rows`. */
export interface List {
  readonly x: number
  readonly rows: number
  readonly n: number
  readonly cols: number
}

/** Rows whose finer sketches are there at a time. */
const PIECE = 4096

/** Bytes that {@link coarsenedList} takes while it works; at its end less. */
export const bytesFor = (n: number, cols: number): number =>
  capacity(n) * (stepOf(cols) + 48) + capacity(Math.min(n, PIECE)) * fineStepOf(cols) + 8 * cols

/** Coarse sketches of rows that are listed, about a point in their midst. The engine is one to which they help. */
export const coarsenedList = Effect.fnUntraced(function*(
  engine: Engine,
  slab: Slab.Slab,
  { cols, n, rows, x }: List,
  middle: Float64Array,
  alloc: (bytes: number) => number
) {
  const most = capacity(n), step = stepOf(cols), fineStep = fineStepOf(cols), piece = capacity(Math.min(n, PIECE))
  const made: Coarse = { q: alloc(most * step), step, stats: alloc(20 * most) }
  return yield* Workspace.arena(
    slab,
    Effect.fnUntraced(function*(brief) {
      const mean = brief(8 * cols), spread = brief(8 * n), fine = brief(piece * fineStep), numbers = brief(20 * most)
      Slab.f64(slab, mean, cols).set(middle)
      yield* engine.over(slab, spreadsKernel, { items: n, cost: 4 * cols }, [x, rows, cols, mean, spread])
      const unit = unitFor(Slab.f64(slab, spread, n))
      for (let from = 0; from < n; from += PIECE) {
        const items = Math.min(PIECE, n - from), own = numbers + 4 * from, work = { items, cost: 4 * cols }
        const list = rows + 4 * from
        yield* engine.over(slab, sketchesKernel, { items, cost: Workspace.COPY * cols }, [
          ...[x, list, cols, mean, unit, spread + 8 * from, fine, fineStep, own, most] as const
        ])
        yield* engine.over(slab, coarsenKernel, work, [
          ...[fine, fineStep, own, most, made.q + from * step, step, made.stats + 4 * from] as const
        ])
      }
      return { ...made, capacity: most, unit } satisfies Listed as Listed
    })
  )
})

/** Coarse sketches of the rows sketched, lent to `use`, or undefined where they would not help. */
export const coarsened = <A, E, R>(
  engine: Engine,
  slab: Slab.Slab,
  sketches: Sketches,
  shape: { readonly rows: number; readonly cols: number },
  use: (coarse: Coarse | undefined) => Effect.Effect<A, E, R>
): Effect.Effect<A, E, R> => {
  if (!helps(engine, shape.cols)) return use(undefined)
  const step = stepOf(shape.cols)
  const make = Effect.fnUntraced(function*(alloc: (bytes: number) => number) {
    const { capacity, q: fine, stats: fineStats, step: fineStep } = sketches
    const q = alloc(capacity * step), stats = alloc(20 * capacity)
    yield* engine.over(
      slab,
      coarsenKernel,
      { items: shape.rows, cost: 4 * shape.cols },
      [fine, fineStep, fineStats, capacity, q, step, stats]
    )
    const coarse: Coarse = { q, step, stats }
    return coarse
  })
  return sketches.whole === undefined
    ? Workspace.arena(slab, (alloc) => Effect.flatMap(make(alloc), use))
    : lend({ of: sketches.whole, slab, name: "coarse sketches", make }, use)
}
