/**
 * What has to be done to rows that were read before they are looked at, along the way of whoever does. Tested in rows.test.ts.
 */
import * as Effect from "effect/Effect"
import type { Tiles } from "../Tiles.ts"
import { type Engine, type Step, step } from "./engine.ts"
import { lengthsOf } from "./lengths.ts"
import { divideRowsKernel, divideSomeKernel, normalizeRowsKernel } from "./normalize-rows.ts"
import * as Slab from "./slab.ts"
import * as Workspace from "./workspace.ts"

/**
 * What has to be done to rows before anybody looks at them: whoever does first takes it, and does it along the way. With the address of flags it
 * may be done to the rows alone whose flag is not 0, and nobody looks at the others.
 */
export interface Before {
  readonly take: (flags?: number) => ReadonlyArray<Step>
}

/** What is done once. */
export const once = (steps: (flags?: number) => ReadonlyArray<Step>): Before => {
  let isTaken = false
  return {
    take: (flags) => {
      if (isTaken) return []
      isTaken = true
      return steps(flags)
    }
  }
}

/** Of rows that are as they are to be. */
export const NOTHING: Before = { take: () => [] }

/** Multiply-adds of a number that is divided. */
const DIVIDED = 2

/** Does to the rows of a segment what is to be done before they are looked at, where nobody did. */
export const prepared = (engine: Engine, cols: number, { from, slab, to }: Workspace.Segment, { take }: Before) =>
  Effect.suspend(() => {
    const steps = take()
    return steps.length === 0 ? Effect.void : engine.through(slab, steps, { items: to - from, cost: DIVIDED * cols })
  })

/**
 * Lends what scales the rows of a segment, which lie in its slab when the `first` things were done, to unit length: those that were scaled before are
 * only divided.
 */
export const scaling = <E>(
  engine: Engine,
  tiles: Tiles,
  { at, from, slab, to }: Workspace.Segment,
  use: (before: Before) => Effect.Effect<void, E>,
  first: Before = NOTHING
): Effect.Effect<void, E> =>
  Workspace.scratch(
    slab,
    8 * (to - from),
    Effect.fnUntraced(function*(norms) {
      const { cols } = tiles, items = to - from, known = lengthsOf(tiles).subarray(from, to)
      const here = () => Slab.f64(slab, norms, items)
      if (known.some(Number.isNaN)) {
        const steps = [...first.take(), step(normalizeRowsKernel, [at, cols, norms])]
        yield* engine.through(slab, steps, { items, cost: 4 * cols, bytes: steps.length > 1 ? 4 * cols : undefined })
        known.set(here())
        return yield* use(NOTHING)
      }
      here().set(known)
      yield* use(once((flags) => [
        ...first.take(flags),
        flags === undefined
          ? step(divideRowsKernel, [at, cols, norms])
          : step(divideSomeKernel, [at, cols, norms, flags])
      ]))
    })
  )
