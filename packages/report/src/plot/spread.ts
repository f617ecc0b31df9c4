/**
 * Names at the ends of curves, moved apart until none hides another.
 */

/** Neighbors that touch: how many, and the place of the first that serves all of them best. */
interface Block {
  readonly first: number
  readonly count: number
}

/** The two as one, each name pulled as much as the others. */
const merged = (a: Block, b: Block, step: number): Block => ({
  first: (a.first * a.count + (b.first - a.count * step) * b.count) / (a.count + b.count),
  count: a.count + b.count
})

/** Blocks that would overlap become one, which may then overlap the one before. */
const append = (blocks: Array<Block>, next: Block, step: number): void => {
  const before = blocks.at(-1)
  if (before === undefined || before.first + before.count * step <= next.first) blocks.push(next)
  else append(blocks, merged(blocks.pop()!, next, step), step)
}

/**
 * The places nearest to the wanted ones (in the mean of the squared distances), in their order, that lie at least `gap`
 * apart and between `low` and `high`. When there is no room for all of them, they overlap evenly. O(n log n).
 */
export const spread = (
  wanted: ReadonlyArray<number>,
  gap: number,
  low: number,
  high: number
): ReadonlyArray<number> => {
  const order = wanted.map((_, i) => i).sort((a, b) => wanted[a]! - wanted[b]! || a - b)
  const step = Math.min(gap, (high - low) / Math.max(1, order.length - 1))
  const blocks: Array<Block> = []
  for (const i of order) append(blocks, { first: wanted[i]!, count: 1 }, step)
  const free = blocks.flatMap(({ count, first }) => Array.from({ length: count }, (_, k) => first + k * step))
  const places = new Array<number>(wanted.length)
  order.forEach((i, rank) => {
    const [least, most] = [low + rank * step, high - (order.length - 1 - rank) * step]
    places[i] = Math.min(most, Math.max(least, free[rank]!))
  })
  return places
}
