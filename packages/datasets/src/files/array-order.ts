/**
 * The rows of an array in the order of a pool. Tested with `column.ts`.
 */
import { type PoolShape, rowsInPoolOrder } from "./align.ts"
import { Malformed } from "./errors.ts"
import type { NpyArray } from "./npy.ts"

/** The rows of an array in the pool's order; passes have them second. */
const ordered = (array: NpyArray, order: Uint32Array, isPasses: boolean): NpyArray => {
  const [outer, rows] = isPasses ? array.shape : [1, ...array.shape]
  const size = array.data.length / ((outer ?? 1) * (rows ?? 1))
  const data = array.data.slice() as NpyArray["data"]
  for (let t = 0; t < (outer ?? 1); t++) {
    order.forEach((row, i) => {
      const from = (t * rows! + row) * size
      data.set(array.data.subarray(from, from + size) as never, (t * rows! + i) * size)
    })
  }
  return { ...array, data }
}

/** An array whose rows have these ids, in the pool's order. Throws {@link Malformed} where they are not as many, or not the pool's. */
export const inOrder = (array: NpyArray, ids: ReadonlyArray<string>, isPasses: boolean, pool: PoolShape): NpyArray => {
  const rows = isPasses ? array.shape[1] : array.shape[0]
  if (rows !== ids.length) {
    const problem = `it has ${ids.length} ids and ${rows ?? 0} rows`
    throw new Malformed(problem, "save an id for each row", {
      reason: "Mismatch",
      value: ids.length,
      expected: rows ?? 0
    })
  }
  const order = rowsInPoolOrder(ids, pool)
  return ordered(array, order, isPasses)
}
