/** Items dealt into folds, each class spread evenly over all of them: what cross-validation goes round. */
import * as Rng from "@marginalia/core/Rng"
import * as Effect from "effect/Effect"
import { byClass, check, sizeOf, type Source } from "./by-class.ts"
import { type InvalidSubset, noSubset } from "./errors.ts"

/** The classes of a `source` with a single item, by number: what holds it out has nothing to learn the class from. */
export const lonely = (source: Source): ReadonlyArray<number> =>
  byClass(source).flatMap((positions, c) => positions.length === 1 ? [c] : [])

const deal = (key: Rng.Key, source: Source, count: number): ReadonlyArray<Uint32Array> => {
  const folds = Array.from({ length: count }, (): Array<number> => [])
  let next = 0
  for (const [c, positions] of byClass(source).entries()) {
    for (const i of Rng.permutation(Rng.derive(key, c), positions.length)) folds[next++ % count]!.push(positions[i]!)
  }
  return folds.map((fold) => Uint32Array.from(fold).sort())
}

/**
 * `count` stratified folds: every item is in exactly one of them, ascending. Class by class the items are shuffled, each
 * class by a key of its own, and dealt to the folds in turn, going on where the class before ended; so both the folds' sizes
 * and a class's share of them differ by one at most.
 *
 * Fails with `InvalidSubset` for a count that is no whole number from 2 to the number of items, and for a class with a
 * single item, which no fold could be asked about.
 *
 * @param key - what the shuffles are drawn from
 * @param source - the class of each item, and optionally which items
 * @param count - how many folds
 */
export const folds = (
  key: Rng.Key,
  source: Source,
  count: number
): Effect.Effect<ReadonlyArray<Uint32Array>, InvalidSubset> => {
  const size = sizeOf(source)
  if (!Number.isInteger(count) || count < 2 || count > size) {
    return noSubset({ _tag: "Folds", value: count, size })
  }
  return Effect.flatMap(check(source), () => {
    const [alone] = lonely(source)
    if (alone === undefined) return Effect.succeed(deal(Rng.derive(key, "folds"), source, count))
    return noSubset({ _tag: "Single", class: alone })
  })
}
