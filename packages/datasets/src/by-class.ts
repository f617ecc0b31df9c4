/** Positions by their class, and keyed draws from them. */
import * as Rng from "@marginalia/core/Rng"
import * as Effect from "effect/Effect"
import { type InvalidSubset, noSubset } from "./errors.ts"

/** What a subset is drawn from. */
export interface Source {
  /** The class of each item, by position. */
  readonly labels: Int32Array
  /** How many classes there are; every label is below. */
  readonly classes: number
  /** The positions to draw from; all by default. */
  readonly among?: Uint32Array
}

/** Each class's positions among the source's, in the source's order. */
export const byClass = ({ among, classes, labels }: Source): ReadonlyArray<Uint32Array> => {
  const members = Array.from({ length: classes }, (): Array<number> => [])
  if (among === undefined) labels.forEach((label, position) => members[label]!.push(position))
  else among.forEach((position) => members[labels[position]!]!.push(position))
  return members.map((positions) => Uint32Array.from(positions))
}

/** How many positions a source has. */
export const sizeOf = ({ among, labels }: Source): number => (among ?? labels).length

/**
 * Refuses, with {@link InvalidSubset}, a source whose labels or positions are out of range. `least` is the least
 * label that there may be, 0 by default; −1 where nothing is drawn by labels, and some are not known.
 */
export const check = ({ among, classes, labels }: Source, least: -1 | 0 = 0): Effect.Effect<void, InvalidSubset> => {
  const label = labels.findIndex((found) => found < least || found >= classes)
  if (label >= 0) {
    return noSubset({ _tag: "Label", position: label, value: labels[label]!, classes })
  }
  const outside = among?.find((position) => position >= labels.length)
  return outside === undefined
    ? Effect.void
    : noSubset({ _tag: "Position", position: outside, size: labels.length })
}

/**
 * `counts[c]` positions of each class, ascending: each class is shuffled by a key of its own, and its first are taken.
 * A position's luck depends on its key only, so a draw of fewer is part of a draw of more.
 *
 * `members` holds the positions of each class, `key` draws.
 */
export const draw = (key: Rng.Key, members: ReadonlyArray<Uint32Array>, counts: ArrayLike<number>): Uint32Array =>
  Uint32Array.from(members.flatMap((positions, c) => [...Rng.subset(Rng.derive(key, c), positions, counts[c]!)])).sort()

/**
 * {@link draw} from `members` by `key`: `counts[c]` positions of each class. Fails with `InvalidSubset` where a class
 * has too few.
 */
export const drawExactly = (
  key: Rng.Key,
  members: ReadonlyArray<Uint32Array>,
  counts: ArrayLike<number>
): Effect.Effect<Uint32Array, InvalidSubset> => {
  const c = members.findIndex((positions, c) => positions.length < counts[c]!)
  if (c < 0) return Effect.succeed(draw(key, members, counts))
  return noSubset({ _tag: "TooFew", class: c, size: members[c]!.length, wanted: counts[c]! })
}
