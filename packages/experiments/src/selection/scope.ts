/**
 * Which items may be chosen, and which must be: by lists of ids, and by a condition on columns. Tested in
 * packages/cli/test/scope.test.ts.
 */
import type { File } from "@marginalia/core/Manifest"
import * as Message from "@marginalia/core/Message"
import { counted } from "@marginalia/core/Words"
import { decoding } from "@marginalia/datasets/files/errors"
import { readIds } from "@marginalia/datasets/files/ids"
import { readMetadata } from "@marginalia/datasets/files/metadata"
import type { Pool } from "@marginalia/datasets/files/pool"
import { UsageProblem } from "@marginalia/datasets/problems"
import { columnsOf, matcher, readWhere, type Where } from "@marginalia/datasets/where"
import * as Effect from "effect/Effect"
import { type Listed, positionsOf, type Rows } from "./positions.ts"

/** What may be chosen; by default everything, and nothing must be. */
export interface ScopeOptions {
  /** Files of ids: what is in none of them is not chosen. Default: no such files, and all may be chosen. */
  readonly only?: ReadonlyArray<string> | undefined
  /** Files of ids that are not chosen, whatever else is said. Default none. */
  readonly exclude?: ReadonlyArray<string> | undefined
  /** A condition on columns: rows that it does not hold of are not chosen. Default: all may be. See `readWhere`. */
  readonly where?: string | undefined
  /** A table with the columns of `where`, by id. Default: the pool's own. */
  readonly metadata?: string | undefined
  /** Files of ids that are chosen first, in their order, and count in the budget. Default none. */
  readonly include?: ReadonlyArray<string> | undefined
}

type Sha = typeof File.Type

/** What a scope is of: items with their names, and the columns that are there without a table beside. */
export interface Scoped extends Listed, Pick<Pool<Rows>, "columnNames" | "texts"> {
  /** The column of the pool's ids, where one is named: it is looked for in a table beside the pool, too. Default `id`. */
  readonly idColumn?: string | undefined
}

/** The scope as it was read. */
export interface Scope {
  /** The positions that may be chosen; undefined where all may. Ascending. */
  readonly candidates: Uint32Array | undefined
  /** The positions that must be, in their order. */
  readonly include: Uint32Array
  /** The files that it was read from, by what they say. */
  readonly files: {
    readonly only: ReadonlyArray<Sha>
    readonly exclude: ReadonlyArray<Sha>
    readonly include: ReadonlyArray<Sha>
    readonly metadata: Sha | undefined
  }
  readonly notes: ReadonlyArray<Message.Message>
}

/** The condition of a scope; undefined where there is none. Fails with `UsageProblem` for one that cannot be read. */
export const whereOf = ({ metadata, where }: ScopeOptions): Effect.Effect<Where | undefined, UsageProblem> => {
  if (where !== undefined) return readWhere(where)
  if (metadata === undefined) return Effect.succeed(undefined)
  const problem = Message.text`${Message.setting("metadata")} is for ${Message.setting("where")}, which is not given`
  return Effect.fail(
    new UsageProblem({ problem, hint: "give both, or neither", reason: "Idle", setting: "metadata" })
  )
}

/** The positions that the files name, each once, in their order. */
const listed = Effect.fnUntraced(function*(pool: Listed, paths: ReadonlyArray<string> = []) {
  const files: Array<Sha> = [], all = new Set<number>()
  for (const path of paths) {
    const { ids, path: name, sha256 } = yield* readIds(path)
    files.push({ path: name, sha256 })
    for (const position of yield* positionsOf(pool, { path: name, ids })) all.add(position)
  }
  return { files, positions: Uint32Array.from(all) }
})

const missing = (
  { columnNames, path }: Pick<Scoped, "columnNames" | "path">,
  names: ReadonlyArray<string>
): UsageProblem => {
  const which = names.map((name) => `"${name}"`).join(", ")
  const problem = Message.text`${Message.setting("where")} asks for ${
    names.length === 1 ? "the column" : "the columns"
  } ${which}, which ${path} has not`
  const hint = Message.text`name another, or a table that has it with ${
    Message.setting("metadata", { example: "FILE" })
  }`
  return new UsageProblem({ problem, hint, reason: "Unknown", value: names, allowed: [...columnNames ?? []] })
}

/** The rows that the condition holds of. */
const holding = Effect.fnUntraced(function*(pool: Scoped, where: Where, metadata: string | undefined) {
  const names = columnsOf(where), { rows } = pool.matrix
  const shape = { ids: pool.ids, rows, idColumn: pool.idColumn }
  const table = metadata === undefined ? undefined : yield* readMetadata(metadata, names, shape)
  const columns = table?.columns ?? pool.texts ?? new Map<string, ReadonlyArray<string>>()
  const lacking = names.filter((name) => !columns.has(name))
  if (lacking.length > 0) {
    return yield* missing(table === undefined ? pool : { path: table.path, columnNames: table.names }, lacking)
  }
  const positions = yield* decoding(table?.path ?? pool.path, () => {
    const holds = matcher(where, columns)
    return Array.from({ length: rows }, (_, row) => row).filter(holds)
  })
  const file = table === undefined ? undefined : { path: table.path, sha256: table.sha256 }
  return { positions: new Set(positions), file }
})

const nobody = (parts: ReadonlyArray<string>): UsageProblem =>
  new UsageProblem({
    problem: `no item is left to choose from: ${parts.join(", ")}`,
    hint: "choose from more",
    reason: "TooFew",
    value: 0,
    expected: 1
  })

/**
 * The scope of a selection from `pool`, of which `where` is the condition that {@link whereOf} read.
 *
 * Fails with `InvalidInput` or `FileProblem` for the files and for ids that are not the pool's, and with `UsageProblem` for a
 * condition on columns that are not there, and where nothing may be chosen.
 */
export const readScope = Effect.fn("readScope")(
  function*(options: ScopeOptions, pool: Scoped, where: Where | undefined) {
    const only = yield* listed(pool, options.only), exclude = yield* listed(pool, options.exclude)
    const include = yield* listed(pool, options.include)
    const among = where === undefined ? undefined : yield* holding(pool, where, options.metadata)
    const files = { only: only.files, exclude: exclude.files, include: include.files, metadata: among?.file }
    const parts = [
      ...(options.only === undefined || options.only.length === 0
        ? []
        : [`${counted(only.positions.length, "item")} listed`]),
      ...(exclude.files.length === 0 ? [] : [`${exclude.positions.length} excluded`]),
      ...(among === undefined ? [] : [`${among.positions.size} where ${options.where}`])
    ]
    if (parts.length === 0) {
      return { candidates: undefined, include: include.positions, files, notes: [] } satisfies Scope as Scope
    }
    const out = new Set(exclude.positions)
    const from = only.files.length === 0
      ? Uint32Array.from({ length: pool.matrix.rows }, (_, position) => position)
      : only.positions.sort()
    const candidates = from.filter((position) => !out.has(position) && among?.positions.has(position) !== false)
    if (candidates.length === 0) return yield* nobody(parts)
    const notes = [`${counted(candidates.length, "item")} of ${pool.matrix.rows} may be chosen: ${parts.join(", ")}`]
    return { candidates, include: include.positions, files, notes } satisfies Scope as Scope
  }
)
