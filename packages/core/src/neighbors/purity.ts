/**
 * ProbCover's radius from pseudo-classes: a ball is pure when all items in it are of one class.
 */

/**
 * The largest radius at which at least a share `purity` of the items is pure, from `nearestOther`: each item's distance
 * to the nearest item of another class.
 *
 * An item is pure at radius δ when none of another class is at less than δ, so exactly when δ is at most that distance.
 * Infinity where one class is all there is (and where `purity` is 0). O(N log N), no grid.
 */
export const largestPureRadius = (nearestOther: Float64Array, purity: number): number => {
  const sorted = nearestOther.toSorted()
  const pure = Math.ceil(purity * sorted.length)
  return pure === 0 ? Infinity : sorted[sorted.length - pure]!
}
