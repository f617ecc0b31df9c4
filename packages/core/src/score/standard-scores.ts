/** Standard scores that keep their meaning wherever the numbers lie and however small or large they are. */
import * as Sum from "../Sum.ts"

/** Where each number lies between the least (0) and the greatest (1): both differ, and are finite. */
const between = (values: Float64Array, least: number, greatest: number): Float64Array =>
  Number.isFinite(greatest - least)
    ? values.map((x) => (x - least) / (greatest - least))
    : values.map((x) => (x / 2 - least / 2) / (greatest / 2 - least / 2))

/**
 * (x − mean) / standard deviation over the finite numbers (population formula): the same bits in any order. 0 where all
 * are equal; ±∞ and NaN stay. O(n).
 *
 * The mean is taken between the least and the greatest number: the mean of numbers that are close together and far from
 * 0 is known to a part of their distance from 0, not of their spread, and squares of small or large numbers vanish or
 * overflow.
 */
export const standardScores = (values: Float64Array): Float64Array => {
  const finite = values.filter(Number.isFinite)
  const least = finite.reduce((a, b) => Math.min(a, b), Infinity)
  const greatest = finite.reduce((a, b) => Math.max(a, b), -Infinity)
  if (!(least < greatest)) return values.map((x) => Number.isFinite(x) ? 0 : x)
  const places = between(finite, least, greatest)
  const mean = Sum.total(places) / places.length
  const deviation = Math.sqrt(Sum.total(places.map((x) => (x - mean) ** 2)) / places.length)
  return between(values, least, greatest).map((x, i) =>
    Number.isFinite(values[i]) ? (x - mean) / deviation : values[i]!
  )
}
