/**
 * What the core refuses, told of files. Tested in packages/cli/test/bad-input.test.ts.
 */
import type { InvalidQuery } from "@marginalia/core/Errors"
import * as Message from "@marginalia/core/Message"
import type { ColumnFile } from "@marginalia/datasets/files/column"
import { UsageProblem } from "@marginalia/datasets/problems"

/** The core speaks of columns and of settings: put the file, or the setting, to it. */
export const inWords =
  (pool: { readonly path: string }, columns: ReadonlyArray<ColumnFile>) =>
  (error: InvalidQuery): InvalidQuery | UsageProblem => {
    const { hint = "give another", problem, reason } = error
    const column = "column" in reason ? reason.column : "key" in reason ? reason.key : undefined
    const row = "row" in reason ? reason.row : "position" in reason ? reason.position : undefined
    const file = columns.find(({ name }) => name === column)?.path ??
      (column === "embedding" || reason._tag === "DuplicateId" ? pool.path : undefined)
    return new UsageProblem({
      problem: file === undefined ? problem : Message.text`${file}: ${problem}`,
      hint,
      reason: "Query",
      cause: error,
      column: file === undefined ? undefined : column,
      row,
      value: "value" in reason ? reason.value : undefined
    })
  }
