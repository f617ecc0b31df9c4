/**
 * Ids of a pool that has none of its own: its row numbers. Tested in
 * packages/cli/test/over-file.test.ts.
 */

/**
 * The positions of ids that are row numbers of a pool of `rows` items, in their order, without a list of all of them; undefined
 * where one is no row number, or comes twice.
 */
export const plainPositions = (ids: ReadonlyArray<string>, rows: number): Uint32Array | undefined => {
  const positions = new Uint32Array(ids.length), seen = new Set<number>()
  for (const [i, id] of ids.entries()) {
    const position = Number(id)
    if (!/^(?:0|[1-9]\d{0,9})$/.test(id) || position >= rows || seen.has(position)) return undefined
    seen.add(position)
    positions[i] = position
  }
  return positions
}
