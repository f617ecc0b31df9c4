/**
 * The pool that a query asks about. Tested in ../Pool.test.ts and ../Query.test.ts.
 */
import type { Column, Columns } from "../Columns.ts"
import * as Pool from "../Pool.ts"
import * as columns from "./columns.ts"
import * as kinds from "./kinds.ts"
import { POOL_SETTINGS } from "./names.ts"
import { refuse } from "./refuse.ts"
import type { Steps } from "./steps.ts"

/** The pool of a query: given, with the columns beside it, or made from what is given. */
export function* poolOf(input: { readonly [key: string]: unknown }, given: Partial<Columns>): Steps<Pool.Checked> {
  const { pool } = input
  if (pool === undefined) return yield* Pool.checked(input as Pool.Settings, given)
  if (!Pool.isPool(pool)) {
    const reason = { _tag: "Kind", key: "pool", value: pool, expected: "a pool, made by Pool.make" } as const
    return refuse(reason, `pool is ${kinds.show(pool)}`, "make one with Pool.make")
  }
  const twice = [...POOL_SETTINGS, ...Object.keys(pool.columns)].find((key) => input[key] !== undefined)
  if (twice !== undefined) {
    const problem = `${twice} is the pool's already`
    refuse({ _tag: "TakenKey", key: twice }, problem, "give it once, with the pool or with the query")
  }
  if (Object.keys(given).length === 0) return pool
  return yield* joined(pool, given)
}

/** A pool with more columns, which are checked. */
function* joined(pool: Pool.Any, more: Partial<Columns>): Steps<Pool.Checked> {
  columns.checkKinds(more)
  const all = columns.plain({ ...pool.columns, ...more })
  yield* columns.check(all, pool.size, Object.keys(more) as Array<Column>)
  const classes = columns.classesOf(all) ?? pool.classes
  if (classes !== undefined && pool.classes !== undefined && classes !== pool.classes) {
    refuse(
      { _tag: "Classes", key: "classes", value: classes, expected: `${pool.classes}` },
      `the pool has ${pool.classes} classes but the columns have ${classes} classes`,
      "they must agree"
    )
  }
  if (classes !== undefined) columns.checkWidth(all, classes)
  return { ...pool, columns: all, classes }
}
