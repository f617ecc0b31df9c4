/**
 * The lengths of rows that are scaled wherever they are read, so that they are computed once. Tested in gather-rows.test.ts.
 */
import type { Tiles } from "../Tiles.ts"

/** By who reads the rows: others with the same reader have the same rows at the same positions. */
const known = new WeakMap<Tiles["read"], Float64Array>()

/** The length of each row, at least; NaN where it is not known yet. 8 bytes a row, from the first time on. */
export const lengthsOf = ({ read, rows }: Pick<Tiles, "read" | "rows">): Float64Array => {
  const before = known.get(read)
  if (before !== undefined && before.length >= rows) return before
  const lengths = new Float64Array(rows).fill(Number.NaN)
  if (before !== undefined) lengths.set(before)
  known.set(read, lengths)
  return lengths
}
