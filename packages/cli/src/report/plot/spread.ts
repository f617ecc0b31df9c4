/**
 * Names at the ends of curves, moved apart until none hides another.
 */

/**
 * The places nearest to the wanted ones, in their order, that lie at least `gap` apart and between `low` and `high`.
 * When there is no room for all of them, they overlap evenly. O(n log n).
 */
export const spread = (
  wanted: ReadonlyArray<number>,
  gap: number,
  low: number,
  high: number
): ReadonlyArray<number> => {
  const order = wanted.map((_, i) => i).sort((a, b) => wanted[a]! - wanted[b]! || a - b)
  const step = Math.min(gap, (high - low) / Math.max(1, order.length - 1))
  const places = new Array<number>(wanted.length)
  let least = low
  for (const i of order) {
    places[i] = Math.max(wanted[i]!, least)
    least = places[i]! + step
  }
  let most = high
  for (const i of order.toReversed()) {
    places[i] = Math.min(places[i]!, most)
    most = places[i]! - step
  }
  return places
}
