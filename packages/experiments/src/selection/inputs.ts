/**
 * From files to a query.
 */
import { type Column, type InvalidQuery, Message, Query, Strategy, Suggest } from "@marginalia/core"
import { notes } from "@marginalia/core/Notices"
import { numbered } from "@marginalia/datasets/dataset"
import { type Classes, type ClassNames, resolveClasses } from "@marginalia/datasets/files/classes"
import { type ColumnFile, readColumn } from "@marginalia/datasets/files/column"
import { decoding, InvalidInput } from "@marginalia/datasets/files/errors"
import { groupsNote } from "@marginalia/datasets/files/groups"
import { type Labels, readLabels } from "@marginalia/datasets/files/labels"
import { refuseLabels } from "@marginalia/datasets/files/leak"
import { type Pool, type PoolColumns, readPool } from "@marginalia/datasets/files/pool"
import type { Round } from "@marginalia/datasets/files/round-about"
import { checkRound, checkRoundColumns } from "@marginalia/datasets/files/round-folder"
import { refuseLabelSettings } from "@marginalia/datasets/labels/settings"
import { UsageProblem } from "@marginalia/datasets/problems"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { columnsAsked, type SelectFlags } from "../flags.ts"
import { labelsAsked } from "../labels-flags.ts"
import { embedFirst } from "./embed-first.ts"
import { readPairs } from "./pairs.ts"

/** A query, and the files it was made from. */
export interface Inputs {
  readonly query: Query.Any
  readonly pool: Pool
  readonly columns: ReadonlyArray<ColumnFile>
  readonly classes: ReadonlyArray<string> | undefined
}

/** How to read the pool. */
export interface PoolAsked {
  readonly pool: string
  readonly columns: PoolColumns
  readonly rowIds?: boolean
  /** Columns by which the strategy groups items: taken from the pool's own table where no file has them. */
  readonly groups?: ReadonlyArray<string>
}

/** The settings of the query. */
export type Settings = Pick<SelectFlags, "budget" | "seed" | "round" | "clamp">

const known = ["embedding", "probability", "passes", "feature", "projection", "prototype", "gradient", "cluster"]

/** The columns by which a strategy groups items, which the pool's own table may hold. */
export const groupsOf = (strategy: Strategy.Any): ReadonlyArray<string> =>
  Strategy.groupedBy(strategy).filter((name) => !known.includes(name))

/** Refuses a column that neither the core knows nor the strategy needs. */
const checkName = (name: string, strategy: Strategy.Any): Effect.Effect<void, UsageProblem> => {
  if (name === "embedding") {
    const problem = "the pool itself is the embedding"
    return Effect.fail(
      new UsageProblem({
        problem,
        hint: "leave --column embedding=… out",
        reason: "Idle",
        setting: "column",
        column: name
      })
    )
  }
  const names = [...known, ...Strategy.needs(strategy)]
  if (names.includes(name)) return Effect.void
  const problem = `there is no column "${name}", and the strategy needs none of that name`
  const hint = `use one of ${known.slice(1).join(", ")}.${Suggest.hint(name, names)}`
  return Effect.fail(
    new UsageProblem({ problem, hint, ...Suggest.fault(name, names), reason: "Unknown", setting: "column" })
  )
}

/** The files of `--column`, by name. */
export const columnPaths = Effect.fn("columnPaths")(function*(given: ReadonlyArray<string>, strategy: Strategy.Any) {
  const paths = yield* readPairs("column", given)
  yield* Effect.forEach(paths.keys(), (name) => checkName(name, strategy), { discard: true })
  return paths
})

/** Only one of the inputs may be the standard input. */
export const checkStdin = (paths: ReadonlyArray<string>): Effect.Effect<void, UsageProblem> =>
  paths.filter((path) => path === "-").length < 2
    ? Effect.void
    : Effect.fail(
      new UsageProblem({
        problem: "two inputs are -",
        hint: "read one of them from a file",
        reason: "Twice",
        setting: "stdin",
        value: "-"
      })
    )

/** The columns of `probability`, or of each pass: how many, and their names. */
export const probabilityOf = (columns: ReadonlyArray<ColumnFile>) => {
  const file = columns.find(({ name }) => name === "probability")
  if (file !== undefined) return { count: (file.value as { readonly cols: number }).cols, names: file.columnNames }
  const passes = columns.find(({ name }) => name === "passes")?.value as ReadonlyArray<{ cols: number }> | undefined
  return passes?.[0] === undefined ? undefined : { count: passes[0].cols, names: undefined }
}

/** The classes that a round folder and descriptions beside the columns name. */
const statedBy = (columns: ReadonlyArray<ColumnFile>, round: Round | undefined): ReadonlyArray<ClassNames> => {
  const classes = round?.about.classes ?? undefined
  return [
    ...(round === undefined || classes === undefined ? [] : [{ what: `classes of ${round.path}`, names: classes }]),
    ...columns.flatMap(({ about }) =>
      about === undefined ? [] : [{ what: `classes of ${about.path}`, names: about.classes }]
    )
  ]
}

const labelPositions = (
  pool: Pool,
  { ids, path }: Pick<Labels, "ids" | "path">
): Effect.Effect<Uint32Array, InvalidInput> => {
  if (ids.length === 0) return Effect.succeed(new Uint32Array())
  const all = pool.ids ?? numbered(pool.matrix.rows)
  return Query.positionsOf(all, ids).pipe(
    Effect.mapError(({ hint, problem, value }) =>
      new InvalidInput({
        path,
        problem: Message.text`${problem}; ${hint ?? ""}`,
        hint: `the pool is ${pool.path}`,
        value,
        reason: "Unknown",
        allowed: all
      })
    )
  )
}

const noLabels: Labels = {
  path: "",
  sha256: "",
  form: "csv",
  ids: [],
  labels: [],
  declined: [],
  statuses: new Map(),
  notes: []
}

/** The core speaks of columns and of settings: put the file, or the flag, to it. */
const inWords =
  (pool: Pool, columns: ReadonlyArray<ColumnFile>) => (error: InvalidQuery): InvalidQuery | UsageProblem => {
    const { column, hint = "give another", position, problem, reason, row, value } = error
    const file = columns.find(({ name }) => name === column)?.path ??
      (column === "embedding" || reason === "DuplicateId" ? pool.path : undefined)
    return new UsageProblem({
      problem: file === undefined ? problem : `${file}: ${problem}`,
      hint,
      reason: "Query",
      cause: error,
      column,
      row: row ?? position,
      value
    })
  }

/** The pool and the columns as they were read. */
export type Files = Pick<Inputs, "pool" | "columns">

/** Reads the pool, and the columns in its order; refuses a round folder of other items, and columns that it did not write. */
export const readFiles = Effect.fn("readFiles")(function*(
  asked: PoolAsked,
  columnFiles: ReadonlyMap<string, string>,
  round?: Round
) {
  yield* embedFirst(asked.pool)
  const { groups = [] } = asked, inPool = groups.filter((name) => !columnFiles.has(name))
  const pool = yield* readPool(asked.pool, { ...asked.columns, rowIds: asked.rowIds, groups: inPool, offset: "keep" })
  const since = round === undefined ? [] : yield* checkRound(round, pool)
  const shape = { rows: pool.matrix.rows, ids: pool.ids, idColumn: asked.columns.idColumn, groups }
  const columns = yield* Effect.forEach(columnFiles, ([name, path]) => readColumn(name, path, shape))
  if (round !== undefined) yield* checkRoundColumns(round, columns)
  const own = Array.from(pool.groups ?? [], ([name, of]) => groupsNote(name, of, `its column in ${pool.path}`))
  yield* notes([...pool.notes, ...own, ...since, ...columns.flatMap((column) => column.notes)])
  return { pool, columns } satisfies Files as Files
})

/** The query over what was read; `labels.ids` have the classes `classes.labels`, and `labels.declined` none. */
export const makeQuery = Effect.fn("makeQuery")(function*(
  settings: Settings,
  { columns, pool }: Files,
  labels: Pick<Labels, "ids" | "path" | "declined">,
  classes: Pick<Classes, "labels" | "count" | "inferred" | "unnumbered">
) {
  const more = Object.fromEntries(columns.map(({ name, value }) => [name, value])) as { [C in Column]?: never }
  const input: Query.Input = {
    ...Object.fromEntries(pool.groups ?? []),
    ...more,
    embedding: pool.matrix,
    // Nobody reads the pool after the selection, so that normalize may do without a copy.
    transfer: ["embedding"],
    ...(pool.ids === undefined ? {} : { ids: pool.ids }),
    labeled: yield* labelPositions(pool, labels),
    ...(classes.unnumbered === true ? {} : { labels: classes.labels }),
    declined: yield* labelPositions(pool, { path: labels.path, ids: labels.declined }),
    ...(classes.count === undefined || classes.inferred === true ? {} : { classes: classes.count }),
    ...settings
  }
  return yield* Query.make(input).pipe(Effect.mapError(inWords(pool, columns)))
})

/** Refuses a pool whose vectors hold the label. */
const checkLeak = Effect.fnUntraced(function*(pool: Pool, labels: Labels, named: boolean) {
  const at = yield* labelPositions(pool, labels)
  if (named) return
  const look = () => refuseLabels(pool.matrix, pool.columnNames, { at, labels: labels.labels })
  yield* notes(yield* decoding(pool.path, look))
})

/** Reads pool, columns and labels, and makes the query. Says on stderr what the readers noticed. */
export const readInputs = Effect.fn("readInputs")(function*(
  question: SelectFlags,
  groups: ReadonlyArray<string>,
  columnFiles: ReadonlyMap<string, string>,
  folder?: Round
) {
  const files = yield* readFiles({ pool: question.pool, columns: columnsAsked(question), groups }, columnFiles, folder)
  const labels = yield* labelsFrom(question, files.pool)
  const classes = yield* resolveClasses({
    given: Option.getOrUndefined(question.classes),
    labels: labels.labels,
    probability: probabilityOf(files.columns),
    stated: statedBy(files.columns, folder)
  })
  const { budget, clamp, round, seed } = question
  yield* checkLeak(files.pool, labels, Option.isSome(question.features))
  const query = yield* makeQuery({ budget, clamp, round, seed }, files, labels, classes)
  yield* notes([...labels.notes, ...classes.notes])
  return { query, ...files, classes: classes.names } satisfies Inputs as Inputs
})

/** The labels of `--labels`, of the pool's items; none without it. */
const labelsFrom = (question: SelectFlags, { ids, matrix: { rows }, path }: Pool) =>
  Option.match(question.labels, {
    onNone: () => Effect.as(refuseLabelSettings(labelsAsked(question), false), noLabels),
    onSome: (file) =>
      readLabels(file, {
        ...labelsAsked(question),
        ...(Option.isSome(question.split) ? { strangers: "leave out" as const } : {}),
        pool: { path, ids, rows }
      })
  })
