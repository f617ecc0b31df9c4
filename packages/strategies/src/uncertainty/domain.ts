/**
 * Scores stay in their domains: rows that a query accepts may sum to a little more or less than 1, and sums round.
 */

/** The number in [low, high] nearest to x; NaN stays. */
export const within = (x: number, low: number, high: number): number => x < low ? low : x > high ? high : x

/** {@link within} for each number, in place. */
export const clamped = (values: Float64Array, low: number, high: number): Float64Array => {
  for (let i = 0; i < values.length; i++) values[i] = within(values[i]!, low, high)
  return values
}
