/**
 * "Did you mean …?": the known name closest to a mistyped one.
 */
import type { Fault } from "./Message.ts"

/** The Levenshtein distance of two words `a` and `b`: the fewest letters to insert, delete or replace. O(a · b). */
export const distance = (a: string, b: string): number => {
  let above = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 0; i < a.length; i++) {
    const now = [i + 1]
    for (let j = 0; j < b.length; j++) {
      now.push(Math.min(above[j + 1]! + 1, now[j]! + 1, above[j]! + (a[i] === b[j] ? 0 : 1)))
    }
    above = now
  }
  return above[b.length]!
}

/** Fewer letters than these begin too many names. */
const BEGINNING = 3

/** The shortest of the names that begin with a word; ties go to the earlier name. */
const begunBy = (word: string, names: ReadonlyArray<string>): string | undefined =>
  word.length < BEGINNING ? undefined : names
    .filter((name) => name.toLowerCase().startsWith(word.toLowerCase()))
    .reduce<string | undefined>((a, b) => a !== undefined && a.length <= b.length ? a : b, undefined)

/**
 * The known name that was probably meant by `word`: the shortest that begins with it, where it has 3 letters or more, else the
 * nearest, if it is near enough: at most a third of the letters wrong, or 2, and not all of them. Ties go to the earlier name.
 */
export const nearest = (word: string, known: Iterable<string>): string | undefined => {
  const names = [...known], begun = begunBy(word, names)
  if (begun !== undefined) return begun
  const ranked = names.map((name) => [distance(word.toLowerCase(), name.toLowerCase()), name] as const)
  const best = ranked.reduce<readonly [number, string] | undefined>((a, b) => a && a[0] <= b[0] ? a : b, undefined)
  if (best === undefined) return undefined
  const [wrong, name] = best
  return wrong <= Math.max(2, Math.floor(word.length / 3)) && wrong < name.length ? name : undefined
}

/** What errors hold of a name that is none of those known. */
export interface Unknown extends Pick<Fault, "suggestion"> {
  /** The name that was given. */
  readonly value: string
  /** The names that there are. */
  readonly allowed: ReadonlyArray<string>
}

/** A `word` that is none of those known, as the fields that errors have for it; see {@link Message.Fault}. */
export const fault = (word: string, known: Iterable<string>): Unknown => {
  const allowed = [...known], suggestion = nearest(word, allowed)
  return { value: word, allowed, ...(suggestion === undefined ? {} : { suggestion }) }
}

/**
 * The end of a message about an unknown `word`: ` Did you mean "x"?` with the nearest of the `known` names, or nothing
 * where none is near.
 */
export const hint = (word: string, known: Iterable<string>): string => {
  const name = nearest(word, known)
  return name === undefined ? "" : ` Did you mean "${name}"?`
}
