/**
 * What a law says when it does not hold.
 */

/** A law that does not hold: what was found. */
export class Broken extends Error {
  override readonly name = "Broken"
}

/** Throws {@link Broken} unless `holds`. */
export const claim = (holds: boolean, found: () => string): void => {
  if (!holds) throw new Broken(found())
}

/** The numbers of a list, for a message. */
export const list = (numbers: ArrayLike<number>): string => `[${Array.from(numbers).join(", ")}]`

/** Claims that two lists of numbers are the same, NaN included. */
export const same = (what: string, found: ArrayLike<number>, expected: ArrayLike<number>): void =>
  claim(
    found.length === expected.length && Array.from(found).every((x, i) => Object.is(x + 0, expected[i]! + 0)),
    () => `${what}: ${list(found)} instead of ${list(expected)}`
  )

/** Whether two numbers agree within a tolerance: absolute below 1, relative above; infinities and NaN only with themselves. */
export const isClose = (a: number, b: number, tolerance: number): boolean =>
  Object.is(a, b) || a === b ||
  (Number.isFinite(a) && Number.isFinite(b) && Math.abs(a - b) <= tolerance * Math.max(1, Math.abs(a), Math.abs(b)))

/** Claims that two lists of numbers agree within a tolerance: absolute below 1, relative above. */
export const close = (
  what: string,
  found: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance: number
): void =>
  claim(
    found.length === expected.length && Array.from(found).every((x, i) => isClose(x, expected[i]!, tolerance)),
    () => `${what}: ${list(found)} instead of ${list(expected)} (within ${tolerance})`
  )
