/**
 * The ids of an array's rows, which an `.npy` file has no place for: `pool.ids.csv` beside `pool.npy`, with the columns
 * `row` and `id`, as `marginalia embed` writes it.
 */
import { Quote } from "@marginalia/core"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import type { Stdio } from "effect/Stdio"
import { shown } from "./cell.ts"
import { readCsv } from "./csv.ts"
import { type FileProblem, InvalidInput, Malformed, toFileProblem } from "./errors.ts"
import { readSource } from "./source.ts"

/** Ids by row, and the file that they are from. */
export interface RowIds {
  readonly path: string
  readonly sha256: string
  readonly ids: ReadonlyArray<string>
}

/** Where the ids of an array would lie. */
export const rowIdsPath = (pool: string): string => pool.replace(/\.npy$/, ".ids.csv")

const checkHeader = (names: ReadonlyArray<string>): void => {
  if (names.join() === "row,id") return
  const problem = `its columns are ${Quote.list(names)} where row, id should be`
  throw new Malformed(problem, "if it is not the ids of the .npy file beside it, give it another name", {
    reason: "Unknown",
    value: names,
    allowed: ["row", "id"]
  })
}

/**
 * The ids in a file of the columns `row` and `id`, rows from 0 in their order.
 *
 * Fails with `InvalidInput` for a file of other columns or with rows out of order.
 */
export const readIdRows = Effect.fn("readIdRows")(function*(
  path: string
): Effect.fn.Return<RowIds, InvalidInput | FileProblem, FileSystem.FileSystem | Stdio> {
  const source = yield* readSource(path)
  const ids: Array<string> = []
  yield* readCsv(source, {
    header: checkHeader,
    row: ([row, id], at, line) => {
      if (row !== String(at)) {
        throw new Malformed(`line ${line} is of row ${shown(row)}, not ${at}`, "embed again", {
          reason: "Mismatch",
          line,
          value: row,
          expected: at
        })
      }
      ids.push(id!)
    }
  })
  return { path, sha256: source.sha256, ids }
})

/**
 * The ids of the `rows` rows of an `.npy` file; `undefined` where no such file lies beside it.
 *
 * Fails with `InvalidInput` for a file of other columns, with rows out of order, or with another number of them.
 */
export const readRowIds = Effect.fn("readRowIds")(function*(
  pool: string,
  rows: number
): Effect.fn.Return<RowIds | undefined, InvalidInput | FileProblem, FileSystem.FileSystem | Stdio> {
  const fs = yield* FileSystem.FileSystem
  const path = rowIdsPath(pool)
  if (path === pool || !(yield* fs.exists(path).pipe(Effect.mapError(toFileProblem(path))))) return undefined
  const found = yield* readIdRows(path)
  if (found.ids.length === rows) return found
  const problem = `it has ${found.ids.length} ids and ${pool} has ${rows} rows`
  return yield* new InvalidInput({
    path,
    problem,
    hint: "they belong to different pools: embed again, or move it",
    reason: "Mismatch",
    value: found.ids.length,
    expected: rows
  })
})
