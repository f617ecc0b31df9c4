/**
 * Ranks, where equals share the mean of the ranks they fill.
 */

/**
 * The rank of each value, 1 for the smallest; tied values share the mean of their ranks. In a sorted list, neighbors
 * that differ by at most `tolerance` (default 0) are tied. O(n log n).
 */
export const midranks = (values: ReadonlyArray<number>, tolerance = 0): Array<number> => {
  const order = values.map((_, i) => i).sort((a, b) => values[a]! - values[b]!)
  const ranks = new Array<number>(values.length)
  let start = 0
  while (start < order.length) {
    let end = start + 1
    while (end < order.length && values[order[end]!]! - values[order[end - 1]!]! <= tolerance) end++
    for (let i = start; i < end; i++) ranks[order[i]!] = (start + 1 + end) / 2
    start = end
  }
  return ranks
}
