/**
 * A round folder and the pool that it is used with: are they of the same items, are the columns those that were written?
 */
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Path from "effect/Path"
import { numbered } from "../dataset.ts"
import { shown } from "./cell.ts"
import type { ColumnFile } from "./column.ts"
import { InvalidInput } from "./errors.ts"
import type { Pool } from "./pool.ts"
import { hashOfIds, type Round, ROUND_IDS, type RoundColumn, roundColumns, roundFile } from "./round-about.ts"
import { readIdRows } from "./row-ids.ts"
import { readSource } from "./source.ts"

/** The columns that a round folder holds, by name, with the paths of their files. */
export const columnsOfRound = Effect.fnUntraced(function*({ about, folder }: Round) {
  const paths = yield* Path.Path
  const held = roundColumns.filter((column) => about.columns[column] !== undefined)
  return new Map<RoundColumn, string>(held.map((column) => [column, paths.join(folder, roundFile(column))]))
})

const AGAIN = "predict again on this pool, or name the pool that it was predicted from"

/** The first item that the two do not call the same, in words. */
const differenceOf = Effect.fnUntraced(function*({ folder }: Round, ids: ReadonlyArray<string>) {
  const paths = yield* Path.Path
  const { ids: own } = yield* readIdRows(paths.join(folder, ROUND_IDS))
  const at = ids.findIndex((id, row) => id !== own[row])
  if (at < 0) return "its ids are others than the pool's"
  const known = new Set(own)
  const order = ids.every((id) => known.has(id)) ? "has the pool's ids in another order" : "is of other items"
  return `it ${order}: item ${at} of the pool is ${shown(ids[at])}, and here ${shown(own[at])}`
})

/** The pool that a round folder should be of. */
export interface RoundPool extends Pick<Pool, "path" | "sha256" | "ids"> {
  readonly matrix: { readonly rows: number }
}

type Seen = Pick<Pool, "path" | "sha256" | "ids"> & { readonly rows: number }

/** What the folder says (`value`), and what the pool has (`expected`): a count, or a hash. */
const differs = (problem: string, value: string | number, expected: string | number) =>
  ({ reason: "Mismatch", problem, value, expected }) as const

const differenceFrom = Effect.fnUntraced(function*(round: Round, { ids, path, rows, sha256 }: Seen) {
  const { about } = round
  if (about.rows !== rows) {
    return differs(`it is of ${about.rows} items, and the pool ${path} has ${rows}`, about.rows, rows)
  }
  if (about.ids === null && ids === undefined) {
    return about.pool === null || about.pool.sha256 === sha256
      ? undefined
      : differs(
        `it was predicted from another file than ${path} (sha256 ${about.pool.sha256.slice(0, 12)}…, not ${
          sha256.slice(0, 12)
        }…), and no ids say that the rows are the same items`,
        about.pool.sha256,
        sha256
      )
  }
  // Ids that count the rows are row numbers, written down or not.
  const counted = hashOfIds(numbered(rows)), theirs = ids === undefined ? counted : hashOfIds(ids)
  if ((about.ids ?? counted) === theirs) return undefined
  const problem = about.ids === null
    ? `its items are row numbers, and those of ${path} have ids`
    : ids === undefined
    ? `its items have ids, and those of ${path} are row numbers`
    : yield* differenceOf(round, ids)
  return differs(problem, about.ids ?? counted, theirs)
})

/** Whether two paths are one file. */
const isSame = Effect.fnUntraced(function*(a: string, b: string) {
  const fs = yield* FileSystem.FileSystem, paths = yield* Path.Path
  const real = (path: string) => Effect.orElseSucceed(fs.realPath(path), () => paths.resolve(path))
  return (yield* real(a)) === (yield* real(b))
})

/** Refuses a pool that was written anew since the model saw it, and says where the model has been trained again. */
const sinceThen = Effect.fnUntraced(function*({ about, folder, path }: Round, pool: Seen) {
  const paths = yield* Path.Path
  const from = about.pool
  if (
    from !== null && from.sha256 !== pool.sha256 && (yield* isSame(paths.resolve(folder, from.path), pool.path))
  ) {
    const problem = `${pool.path} has changed since the model saw it`
    return yield* new InvalidInput({
      path,
      problem,
      hint: "predict again",
      reason: "Mismatch",
      value: pool.sha256,
      expected: from.sha256
    })
  }
  const model = paths.join(paths.resolve(folder, about.model.path), "model.json")
  const now = yield* readSource(model).pipe(Effect.orElseSucceed(() => undefined))
  if (now === undefined || now.sha256 === about.model.sha256) return []
  return [`note: ${about.model.path} was trained again since ${folder} was predicted; predict again to go by it`]
})

/**
 * Refuses, with `InvalidInput`, a round folder of other items than the pool's: another number, other ids or another
 * order of them; without ids, another file; and a file that was written anew since. Gives what the user should hear:
 * that the model was trained again. Fails with `FileProblem` where its files cannot be read.
 */
export const checkRound = Effect.fn("checkRound")(function*(round: Round, { ids, matrix, path, sha256 }: RoundPool) {
  const seen = { path, sha256, ids, rows: matrix.rows }
  const found = yield* differenceFrom(round, seen)
  if (found !== undefined) return yield* new InvalidInput({ path: round.path, ...found, hint: AGAIN })
  return yield* sinceThen(round, seen)
})

/** Refuses columns of a round folder whose bytes are not those that were written with it. */
export const checkRoundColumns = Effect.fn("checkRoundColumns")(function*(
  round: Round,
  columns: ReadonlyArray<ColumnFile>
) {
  const held = yield* columnsOfRound(round)
  for (const { name, path, sha256 } of columns) {
    const expected = held.get(name as RoundColumn) === path ? round.about.columns[name as RoundColumn] : undefined
    if (expected === undefined || expected.sha256 === sha256) continue
    const problem = `it has changed since it was written (sha256 ${sha256.slice(0, 12)}…, and ${round.path} says ${
      expected.sha256.slice(0, 12)
    }…)`
    return yield* new InvalidInput({
      path,
      problem,
      hint: "predict again",
      reason: "Mismatch",
      column: name,
      value: sha256,
      expected: expected.sha256
    })
  }
})
