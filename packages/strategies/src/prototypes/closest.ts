/**
 * For each class a few of the candidates most like its prototype, found in one pass over the candidates.
 */
import * as Effect from "effect/Effect"
import { cosineOf, eachCosines, type Sides } from "./cosines.ts"

/** A candidate by index, and its cosine. */
export interface Found {
  readonly item: number
  readonly cosine: number
}

/** See {@link make}. */
export interface Closest {
  /** The unused candidate closest to the class of row `j`, now used; `undefined` when all are. */
  readonly next: (j: number) => Effect.Effect<Found | undefined>
}

/** Puts a candidate among the best, best first, the earlier of equals first; keeps `size`. */
const insert = (list: Array<Found>, one: Found, size: number): void => {
  let at = list.length
  while (at > 0 && list[at - 1]!.cosine < one.cosine) at--
  list.splice(at, 0, one)
  if (list.length > size) list.pop()
}

/**
 * Looks out for the candidates (at `positions`) closest to each of some classes, `size` a class at a time; a class that
 * has used up its own looks again. O(m C) at first.
 */
export const make = Effect.fnUntraced(function*(
  sides: Sides,
  positions: Uint32Array,
  classes: Uint32Array,
  size: number
) {
  const used = new Uint8Array(positions.length)
  const lists = Array.from(classes, (): Array<Found> => [])
  /** What a cosine must exceed to enter a class's list. */
  const least = new Float64Array(classes.length).fill(-Infinity)
  const offer = (j: number, item: number, cosine: number): void => {
    const list = lists[j]!
    insert(list, { item, cosine }, size)
    if (list.length === size) least[j] = list.at(-1)!.cosine
  }
  const weigh = (j: number, item: number, dot: number, norm: number): void => {
    // Far enough below the bound there is nothing to divide; near it, the cosine itself decides.
    if (dot < (least[j]! - 1e-9) * norm) return
    const cosine = cosineOf(dot, norm)
    if (cosine > least[j]! && used[item] === 0) offer(j, item, cosine)
  }
  yield* eachCosines(sides, positions, classes, (item, dots, norm) => {
    for (let j = 0; j < dots.length; j++) weigh(j, item, dots[j]!, norm)
  })
  const look = (j: number): Effect.Effect<void> => {
    least[j] = -Infinity
    return eachCosines(
      sides,
      positions,
      classes.subarray(j, j + 1),
      (item, [dot = 0], norm) => weigh(j, item, dot, norm)
    )
  }
  const take = (j: number): Found | undefined => {
    const list = lists[j]!
    while (list.length > 0) {
      const one = list.shift()!
      if (used[one.item] === 1) continue
      used[one.item] = 1
      return one
    }
    return undefined
  }
  const closest: Closest = {
    next: (j) => {
      const one = take(j)
      return one === undefined ? Effect.map(look(j), () => take(j)) : Effect.succeed(one)
    }
  }
  return closest
})
