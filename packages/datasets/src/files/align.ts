/**
 * From the order of a file to the order of the pool.
 */
import { shown } from "./cell.ts"
import { Malformed } from "./errors.ts"
import { rowsById } from "./unique-ids.ts"

/** The pool that a column belongs to: how many items, and their ids unless these are the row numbers. */
export interface PoolShape {
  readonly rows: number
  readonly ids: ReadonlyArray<string> | undefined
}

/** Refuses a column of another height than the pool. Throws {@link Malformed}. */
export const checkHeight = (rows: number, pool: PoolShape): void => {
  if (rows === pool.rows) return
  const problem = `the column has ${rows} rows and the pool has ${pool.rows} items`
  throw new Malformed(problem, "give one row for each item of the pool", {
    reason: "Mismatch",
    value: rows,
    expected: pool.rows
  })
}

const poolId = (pool: PoolShape, position: number): string => pool.ids?.[position] ?? String(position)

const some = (ids: ReadonlyArray<string>): string =>
  ids.slice(0, 3).map(shown).join(", ") + (ids.length > 3 ? ` and ${ids.length - 3} more` : "")

/**
 * For each position of the pool, the row of the file that has its id. O(rows).
 *
 * Throws {@link Malformed} for ids that come twice, that are missing, or that the pool does not have.
 */
export const rowsInPoolOrder = (ids: ReadonlyArray<string>, pool: PoolShape): Uint32Array => {
  const rows = rowsById(ids)
  const order = new Uint32Array(pool.rows)
  const missing: Array<string> = []
  const inPool = new Set<string>()
  for (let position = 0; position < pool.rows; position++) {
    const id = poolId(pool, position)
    const row = rows.get(id)
    inPool.add(id)
    if (row === undefined) missing.push(id)
    else order[position] = row
  }
  if (missing.length > 0) {
    const problem = `there is no row for ${missing.length} of the pool's items (${some(missing)})`
    throw new Malformed(problem, "give one row for each item of the pool", {
      reason: "Missing",
      expected: "a row for each item",
      value: missing
    })
  }
  const unknown = ids.filter((id) => !inPool.has(id))
  if (unknown.length === 0) return order
  const problem = `${unknown.length} of the ids are not in the pool (${some(unknown)})`
  throw new Malformed(problem, "drop these rows, or check that both files have the same ids", {
    reason: "Unknown",
    value: unknown,
    allowed: [...inPool]
  })
}

/** The rows of a table in another order, as a new array. */
export const takeRows = <A extends Float32Array | Float64Array>(data: A, cols: number, order: Uint32Array): A => {
  const result = data.slice(0, order.length * cols) as A
  order.forEach((row, i) => result.set(data.subarray(row * cols, (row + 1) * cols), i * cols))
  return result
}
