/** Which items are labeled before the first round. */
import * as Rng from "@marginalia/core/Rng"
import * as Effect from "effect/Effect"
import { byClass, check, drawExactly, sizeOf, type Source } from "./by-class.ts"
import { type InvalidSubset, noSubset } from "./errors.ts"

const checkCount = (source: Source, count: number, least: -1 | 0): Effect.Effect<void, InvalidSubset> => {
  const size = sizeOf(source)
  if (Number.isInteger(count) && count >= 0 && count <= size) return check(source, least)
  return noSubset({ _tag: "Count", value: count, size })
}

/**
 * `count` positions of a `source` drawn uniformly by a `key`, ascending; a draw of fewer under the same key is a part
 * of a draw of more.
 *
 * Labels that are not known (−1) are no hindrance. Fails with `InvalidSubset` where there are fewer positions, and on other
 * labels or positions out of range.
 */
export const randomInitial = (
  key: Rng.Key,
  source: Source,
  count: number
): Effect.Effect<Uint32Array, InvalidSubset> =>
  Effect.map(
    checkCount(source, count, -1),
    () =>
      Rng.subset(
        Rng.derive(key, "random-initial"),
        source.among ?? Uint32Array.from(source.labels, (_, position) => position),
        count
      )
  )

/** Equal shares; the classes that get one more are drawn by the key. */
const shares = (key: Rng.Key, classes: number, count: number): Uint32Array => {
  const each = Math.floor(count / classes)
  const lucky = Rng.permutation(key, classes).subarray(0, count - each * classes)
  const counts = new Uint32Array(classes).fill(each)
  lucky.forEach((c) => counts[c]!++)
  return counts
}

/**
 * `count` positions of a `source` with as many of each class, drawn by a `key`, ascending.
 *
 * Where `count` is no multiple of the classes, some drawn by the key have one more. Fails with `InvalidSubset` where a
 * class has too few, and on labels or positions out of range.
 */
export const balancedInitial = (
  key: Rng.Key,
  source: Source,
  count: number
): Effect.Effect<Uint32Array, InvalidSubset> =>
  Effect.flatMap(checkCount(source, count, 0), () => {
    const own = Rng.derive(key, "balanced-initial")
    return drawExactly(own, byClass(source), shares(Rng.derive(own, "shares"), source.classes, count))
  })
