/**
 * A unit as it is run on this machine: the paths of its files are those that they have here.
 */
import type { Unit } from "@marginalia/experiments/unit"

/** A path there, and the same here. */
export type Moved = readonly [there: string, here: string]

/** Characters that go on with a name: `/a/b` is not in `/a/bc`, and is in `/a/b/c`. */
const NAME = /[\p{L}\p{N}_.-]/u

const startsAt = (text: string, at: number, there: string): boolean =>
  text.startsWith(there, at) && !NAME.test(text.charAt(at + there.length)) && !NAME.test(text.charAt(at - 1))

/** Each path once, from left to right: what was put there is not looked at again. */
const moveIn = (text: string, moves: ReadonlyArray<Moved>): string => {
  let moved = "", at = 0
  while (at < text.length) {
    const position = at
    const found = moves.find(([there]) => startsAt(text, position, there))
    moved += found === undefined ? text.charAt(at) : found[1]
    at += found === undefined ? 1 : found[0].length
  }
  return moved
}

const moveAll = (value: unknown, moves: ReadonlyArray<Moved>): unknown => {
  if (typeof value === "string") return moveIn(value, moves)
  if (Array.isArray(value)) return value.map((one) => moveAll(one, moves))
  if (typeof value !== "object" || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, moveAll(one, moves)]))
}

/** The unit with the paths of this machine, where its data, its embedding and its oracle name files. */
export const relocate = (unit: Unit, moves: ReadonlyArray<Moved>): Unit => {
  if (moves.every(([there, here]) => there === here)) return unit
  // The longest first: a file in a folder that moved may have moved elsewhere.
  const longest = moves.toSorted(([a], [b]) => b.length - a.length)
  const { embedding, source } = unit.data
  return {
    ...unit,
    data: {
      ...unit.data,
      source: moveAll(source, longest) as typeof source,
      embedding: moveAll(embedding, longest) as typeof embedding
    },
    oracle: moveAll(unit.oracle, longest) as typeof unit.oracle
  }
}
