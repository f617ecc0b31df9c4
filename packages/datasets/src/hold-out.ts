/** A part of the data kept aside, with the classes in their proportions. */
import * as Rng from "@marginalia/core/Rng"
import * as Effect from "effect/Effect"
import { byClass, check, draw, sizeOf, type Source } from "./by-class.ts"
import { type InvalidSubset, noSubset } from "./errors.ts"

/** A split in two; both ascending, together the source. */
export interface HoldOut {
  /** The positions that stay. */
  readonly kept: Uint32Array
  /** The positions that are set aside. */
  readonly held: Uint32Array
}

/** Whole shares of `total` in proportion to `sizes`: rounded down, then one more to the largest remainders, ties to the smaller class. */
const proportional = (sizes: ReadonlyArray<number>, total: number): Uint32Array => {
  const whole = sizes.reduce((sum, size) => sum + size, 0)
  const shares = sizes.map((size) => whole === 0 ? 0 : size * total / whole)
  const counts = Uint32Array.from(shares, Math.floor)
  const missing = total - counts.reduce((sum, count) => sum + count, 0)
  const order = shares.map((share, c) => [share - counts[c]!, c] as const).sort((a, b) => b[0] - a[0] || a[1] - b[1])
  for (const [, c] of order.slice(0, missing)) counts[c]!++
  return counts
}

/**
 * A stratified hold-out of round(`fraction` · size) items: each class gives its proportion, rounded down or up.
 *
 * 0.1 is the TypiClust protocol's validation set, 0.2 the split that this project uses for ISIC-2019. Fails with
 * {@link InvalidSubset} where the fraction is not between 0 and 1.
 *
 * `key` draws it, `source` holds the class of each item, and may say from which positions to draw.
 */
export const holdOut = (
  key: Rng.Key,
  source: Source,
  fraction: number
): Effect.Effect<HoldOut, InvalidSubset> => {
  if (!(fraction >= 0 && fraction <= 1)) {
    return noSubset({ _tag: "Fraction", value: fraction })
  }
  return Effect.map(check(source), () => {
    const members = byClass(source)
    const counts = proportional(members.map((positions) => positions.length), Math.round(fraction * sizeOf(source)))
    const held = draw(Rng.derive(key, "hold-out"), members, counts)
    const aside = new Set(held)
    const all = Uint32Array.from(members.flatMap((positions) => [...positions])).sort()
    return { kept: all.filter((position) => !aside.has(position)), held }
  })
}
