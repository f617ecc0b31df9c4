/**
 * One number an item, by which Label Studio's Data Manager sorts: the lowest is asked about first.
 */

/** What an order follows from. Probabilities are N × classes, by row. */
export interface Ordered {
  readonly size: number
  /** The items that the strategy chose, the first first. */
  readonly order: ArrayLike<number>
  readonly probability: ArrayLike<number> | undefined
  readonly classes: number
  /** Items that have a label: they come last. */
  readonly labeled: (item: number) => boolean
}

const surest = ({ classes, probability }: Ordered, item: number): number => {
  if (probability === undefined) return 0
  let most = 0
  for (let i = 0; i < classes; i++) most = Math.max(most, probability[item * classes + i]!)
  return most
}

/**
 * For each item its place among all, from 0 to below 1: the strategy's order first; then the other items, those that the model is
 * least sure of first, ties to the smaller position; labeled items last, by position. O(N log N).
 */
export const ranksOf = (ordered: Ordered): Float64Array => {
  const { labeled, order, size } = ordered, ranks = new Float64Array(size), placed = new Uint8Array(size)
  let next = 0
  const place = (item: number): void => {
    if (placed[item] === 1) return
    placed[item] = 1
    ranks[item] = next++ / size
  }
  for (const item of Array.from(order)) if (!labeled(item)) place(item)
  const rest = Array.from({ length: size }, (_, item) => item).filter((item) => placed[item] === 0 && !labeled(item))
  const sure = new Map(rest.map((item) => [item, surest(ordered, item)]))
  for (const item of rest.sort((a, b) => sure.get(a)! - sure.get(b)! || a - b)) place(item)
  for (let item = 0; item < size; item++) place(item)
  return ranks
}
