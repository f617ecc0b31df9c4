/**
 * What is asked of a pool's own table: its vectors, and columns beside them. Tested in packages/cli/test/select.test.ts, scope.test.ts and cost.test.ts.
 */
import type { PoolColumns, PoolOptions } from "@marginalia/datasets/files/pool"
import { columnsOf as columnsIn, textsOf } from "@marginalia/datasets/where"
import * as Effect from "effect/Effect"
import type { Opened } from "./opened.ts"
import { type ScopeOptions, whereOf } from "./scope.ts"
import type { Spend } from "./spending.ts"

/** How to read the pool. */
export interface PoolAsked {
  readonly pool: string
  readonly columns: PoolColumns
  readonly rowIds?: boolean
  /** Columns by which the strategy groups items: taken from the pool's own table where no file has them. */
  readonly groups?: ReadonlyArray<string>
  /** Which items may be chosen, and which must be. Default: all may. */
  readonly scope?: ScopeOptions
  /** What labels cost, by a column, and how much the batch may cost. Default: no limit. */
  readonly spend?: Spend | undefined
  /** The pool's files, where its vectors are to stay in them. Default: they are read into memory. */
  readonly opened?: Opened | undefined
}

/** How the pool is read, by which columns items are grouped, and the condition on its columns. Fails with `UsageProblem` for one that cannot be read. */
export const readingOf = Effect.fnUntraced(function*(
  { columns, groups: grouping = [], rowIds, scope = {}, spend }: Omit<PoolAsked, "pool" | "opened">,
  columnFiles: ReadonlyMap<string, string>
) {
  const groups = spend === undefined ? grouping : [...new Set([...grouping, spend.column])],
    inPool = groups.filter((name) => !columnFiles.has(name))
  const where = yield* whereOf(scope), inTable = scope.metadata === undefined ? where : undefined
  const texts = inTable === undefined ? [] : columnsIn(inTable), aside = inTable === undefined ? [] : textsOf(inTable)
  const how = { ...columns, rowIds, groups: inPool, texts, aside, offset: "keep" } satisfies PoolOptions
  return { how, groups, where }
})

/** What was said of the pool's columns. */
export const columnsOf = ({ features, idColumn, labelColumn, noHeader, split }: PoolColumns): PoolColumns => ({
  features,
  idColumn,
  labelColumn,
  noHeader,
  split
})
