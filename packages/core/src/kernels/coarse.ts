/**
 * Coarse sketches, seven bits a number: half as long as the others and twice as fast again, for a first look at each pair,
 * where the engine multiplies bytes (relaxed SIMD). They change how long an answer takes, never the answer.
 */
import * as Effect from "effect/Effect"
import type { Engine } from "./engine.ts"
import { compiledOnly } from "./kernel.ts"
import { lend } from "./lend.ts"
import type { Sketches } from "./sketch.ts"
import type { Slab } from "./slab.ts"
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

/** Coarse sketches of the rows sketched, lent to `use`, or undefined where they would not help. */
export const coarsened = <A, E, R>(
  engine: Engine,
  slab: Slab,
  sketches: Sketches,
  shape: { readonly rows: number; readonly cols: number },
  use: (coarse: Coarse | undefined) => Effect.Effect<A, E, R>
): Effect.Effect<A, E, R> => {
  if (engine.variant !== "relaxed-simd" || shape.cols < engine.settings.narrow) return use(undefined)
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
