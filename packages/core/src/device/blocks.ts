/**
 * Blocks of rows that a device compares with many others at a time, and the bits that it answers with.
 */
import { type Device, type Masks, WORD } from "./device.ts"

/** Words that are asked for at a time, at most. */
const WORDS = 2 ** 23

/** How many rows are compared with `others` rows at a time: a multiple of {@link WORD}. */
export const blockOf = ({ most }: Device, others: number, cols: number): number => {
  const rows = Math.min(most / (others * cols), WORDS / Math.ceil(others / WORD))
  return WORD * Math.max(1, Math.min(256, Math.floor(rows / WORD)))
}

/** Calls `use` with the place of each bit of row `row` below `end`, ascending, and whether it is among the sure ones. */
export const eachBit = (
  { maybe, surely, words }: Masks,
  row: number,
  end: number,
  use: (place: number, sure: boolean) => void
): void => {
  for (let w = row * words; w < (row + 1) * words; w++) {
    let left = maybe[w]! >>> 0
    if (left === 0) continue
    const inside = surely[w]!, first = WORD * (w - row * words)
    while (left !== 0) {
      const lowest = left & -left, bit = 31 - Math.clz32(lowest)
      left = (left ^ lowest) >>> 0
      if (first + bit < end) use(first + bit, (inside & lowest) !== 0)
    }
  }
}
