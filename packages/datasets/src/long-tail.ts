/** Long-tailed subsets by the rule of Cao et al. 2019 (LDAM): the first class stays whole, each next one is smaller. */
import * as Rng from "@marginalia/core/Rng"
import * as Effect from "effect/Effect"
import { byClass, check, draw, drawExactly, sizeOf, type Source } from "./by-class.ts"
import { type InvalidSubset, noSubset } from "./errors.ts"

/** The last class's share of the first, from a factor given as 50 (most to least) or as 0.02 (least to most). */
const shareOf = (factor: number): number => factor >= 1 ? 1 / factor : factor

/** The whole part; what is a whole number but for rounding (49 · 1/49 = 0.999…) is that number. */
const wholePart = (x: number): number => Math.floor(x * (1 + 64 * Number.EPSILON))

/**
 * How many items each class keeps: ⌊most · μ^(i / (C − 1))⌋ for class i of C, μ the least to the most.
 *
 * `factor` is μ itself or 1 / μ: 0.02 and 50 mean the same, 1 keeps everything. Fails with {@link InvalidSubset}
 * where it is not above 0. What rounding leaves just below a whole number counts as that number: 49 items at factor
 * 49 end in 1, where Cao's code ends in 0.
 *
 * @example
 * ```ts
 * import { longTailCounts } from "@marginalia/datasets"
 * import * as Effect from "effect/Effect"
 *
 * // CIFAR-10-LT at factor 50.
 * const counts = Effect.runSync(longTailCounts({ most: 5000, classes: 10, factor: 50 }))
 * console.log(counts.join()) // => 5000,3237,2096,1357,878,568,368,238,154,100
 * ```
 */
export const longTailCounts = (
  { classes, factor, most }: { readonly most: number; readonly classes: number; readonly factor: number }
): Effect.Effect<Uint32Array, InvalidSubset> => {
  if (!(factor > 0 && Number.isFinite(factor))) {
    return noSubset({ _tag: "Factor", value: factor })
  }
  const share = shareOf(factor), last = Math.max(1, classes - 1)
  return Effect.succeed(Uint32Array.from({ length: classes }, (_, c) => wholePart(most * share ** (c / last))))
}

/** Which long tail. */
export interface LongTailOptions {
  /** Most to least (50) or least to most (0.02). */
  readonly factor: number
  /**
   * What the first class keeps, and a class with too few items for its share is refused. By default the mean class size,
   * and a class with fewer than its share keeps all that it has, both as in Cao's code.
   */
  readonly most?: number
}

/**
 * A long-tailed subset's positions, ascending: class i keeps {@link longTailCounts}[i] of its items, the first of a
 * keyed shuffle, so that under one key a longer tail is a part of a shorter one. Leave the test set balanced.
 *
 * Fails with {@link InvalidSubset} on labels out of range and on a factor that is none; where `most` is given, on a
 * class that has too few.
 *
 * `key` draws it; `source` holds the class of each item, and may say from which positions to draw.
 */
export const longTail = (
  key: Rng.Key,
  source: Source,
  { factor, most }: LongTailOptions
): Effect.Effect<Uint32Array, InvalidSubset> =>
  Effect.gen(function*() {
    yield* check(source)
    const { classes } = source, own = Rng.derive(key, "long-tail"), members = byClass(source)
    const counts = yield* longTailCounts({ most: most ?? sizeOf(source) / classes, classes, factor })
    return most === undefined ? draw(own, members, counts) : yield* drawExactly(own, members, counts)
  })
