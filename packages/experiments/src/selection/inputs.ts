/**
 * From files to a query. Tested in packages/cli/test/select.test.ts, bad-input.test.ts and verify.test.ts.
 */
import type { Column } from "@marginalia/core/Columns"
import type { Matrix } from "@marginalia/core/Matrix"
import { notes } from "@marginalia/core/Notices"
import * as Query from "@marginalia/core/Query"
import type { Task } from "@marginalia/core/Task"
import type { Tiles } from "@marginalia/core/Tiles"
import { type Classes, type ClassNames, resolveClasses } from "@marginalia/datasets/files/classes"
import { type ColumnFile, readColumn } from "@marginalia/datasets/files/column"
import { decoding } from "@marginalia/datasets/files/errors"
import { groupsNote } from "@marginalia/datasets/files/groups"
import { type LabelOptions, type Labels, readLabels } from "@marginalia/datasets/files/labels"
import { refuseLabels } from "@marginalia/datasets/files/leak"
import { type Pool, type PoolColumns, readPool } from "@marginalia/datasets/files/pool"
import type { Round } from "@marginalia/datasets/files/round-about"
import { checkRound, checkRoundColumns } from "@marginalia/datasets/files/round-folder"
import { refuseLabelSettings } from "@marginalia/datasets/labels/settings"
import * as Effect from "effect/Effect"
import { asAnswers, targetsOf } from "./answers.ts"
import { inWords } from "./in-words.ts"
import { type Opened, readOpened } from "./opened.ts"
import { columnsOf, type PoolAsked, readingOf } from "./pool-asked.ts"
import { positionsOf } from "./positions.ts"
import { readScope, type Scope, type ScopeOptions } from "./scope.ts"
import { costsOf, type Paid, spendOf, type SpendOptions } from "./spending.ts"

/** A pool in memory, or one that stays in its file. */
export type AnyPool = Pool<Matrix | Tiles>

/** A query, and the files it was made from. */
export interface Inputs extends Paid {
  readonly query: Query.Any
  readonly pool: AnyPool
  readonly columns: ReadonlyArray<ColumnFile>
  /** Which items could be chosen, and which had to be. */
  readonly scope: Scope
  /** The names of the classes by number, where they are known. */
  readonly classes: ReadonlyArray<string> | undefined
}

/** The settings of the query. */
export type Settings = Required<Pick<Query.Settings, "budget" | "seed" | "round" | "clamp">> & {
  readonly task: Task | undefined
}

/** What is asked of files. */
export interface InputOptions
  extends PoolColumns, ScopeOptions, SpendOptions, Omit<LabelOptions, "pool" | "strangers">
{
  /** How many items to choose. */
  readonly budget: number
  /** What every random number follows from. Default 0. */
  readonly seed?: number | undefined
  /** The round of an experiment, from 0. Default 0. */
  readonly round?: number | undefined
  /** Whether a budget above the number of unlabeled items is lowered to that. Default false. */
  readonly clamp?: boolean | undefined
  /** The file of the items' vectors, in any format that pools come in. */
  readonly pool: string
  /** The file or folder of what is labeled. Default: nothing is. */
  readonly labels?: string | undefined
  /** The classes in the order of their numbers, with commas between. Default: as the columns say, else the sorted labels. */
  readonly classes?: string | undefined
  /** What is learned from the labels: classes, sets of them, or numbers. Default: classes, and any strategy is taken. */
  readonly task?: Task | undefined
}

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

/** The pool and the columns as they were read. */
export type Files = Pick<Inputs, "pool" | "columns" | "scope" | keyof Paid>

/** Reads the pool, and the columns in its order; refuses a round folder of other items, and columns that it did not write. */
export const readFiles = Effect.fn("readFiles")(function*(
  asked: PoolAsked,
  columnFiles: ReadonlyMap<string, string>,
  round?: Round
) {
  const { scope: limits = {}, spend } = asked, grouping = asked.groups ?? []
  const { groups, how, where } = yield* readingOf(asked, columnFiles)
  const pool: AnyPool = asked.opened === undefined
    ? yield* readPool(asked.pool, how)
    : yield* readOpened(asked.opened, asked.columns)
  const since = round === undefined ? [] : yield* checkRound(round, pool)
  const shape = { rows: pool.matrix.rows, ids: pool.ids, idColumn: asked.columns.idColumn, groups }
  const columns = yield* Effect.forEach(columnFiles, ([name, path]) => readColumn(name, path, shape))
  if (round !== undefined) yield* checkRoundColumns(round, columns)
  const scope = yield* readScope(limits, { ...pool, idColumn: asked.columns.idColumn }, where)
  const { costs, notes: dear, priced } = yield* costsOf(spend, grouping, pool, columns)
  const own = Array.from(pool.groups ?? []).filter(([name]) => name !== priced)
    .map(([name, of]) => groupsNote(name, of, `its column in ${pool.path}`))
  const told = columns.filter(({ name }) => name !== priced).flatMap((column) => column.notes)
  yield* notes([...pool.notes, ...own, ...since, ...told, ...scope.notes, ...dear])
  return { pool, columns, scope, spend, costs, priced } satisfies Files as Files
})

/** The query over what was read; `labels.ids` have the classes `classes.labels`, and `labels.declined` none. */
export const makeQuery = Effect.fn("makeQuery")(function*(
  { task, ...settings }: Settings,
  { columns, costs, pool, priced, scope, spend }: Files,
  labels: Pick<Labels, "ids" | "path" | "declined">,
  classes: Pick<Classes, "labels" | "count" | "inferred" | "names" | "unnumbered">
) {
  const used = columns.filter(({ name }) => name !== priced), labeled = yield* positionsOf(pool, labels)
  const more = Object.fromEntries(used.map(({ name, value }) => [name, value])) as { [C in Column]?: never }
  const input: Query.Input = {
    ...Object.fromEntries([...pool.groups ?? []].filter(([name]) => name !== priced)),
    ...more,
    // Nobody reads the pool after the selection, so that normalize may do without a copy.
    ...("data" in pool.matrix
      ? { embedding: pool.matrix, transfer: ["embedding"] as const }
      : { size: pool.matrix.rows }),
    ...(pool.ids === undefined ? {} : { ids: pool.ids }),
    labeled,
    ...(task === undefined ? {} : { task }),
    ...targetsOf(task, pool.matrix.rows, { ...classes, labeled }),
    ...(classes.unnumbered === true ? {} : { labels: classes.labels }),
    declined: yield* positionsOf(pool, { path: labels.path, ids: labels.declined }),
    ...(classes.count === undefined || classes.inferred === true ? {} : { classes: classes.count }),
    ...(scope.candidates === undefined ? {} : { candidates: scope.candidates }),
    ...(scope.include.length === 0 ? {} : { include: scope.include }),
    ...(spend === undefined || costs === undefined ? {} : { costs, spend: spend.most }),
    ...settings
  }
  const query: Query.Any = yield* Query.make(input).pipe(Effect.mapError(inWords(pool, columns)))
  return "data" in pool.matrix ? query : Query.overTiles(query, { embedding: pool.matrix })
})

/** Refuses a pool whose vectors hold the label. */
const checkLeak = Effect.fnUntraced(function*(pool: AnyPool, labels: Labels, named: boolean, task: Task | undefined) {
  const at = yield* positionsOf(pool, labels)
  const { matrix } = pool
  if (named || !("data" in matrix)) return
  const look = () =>
    refuseLabels(matrix, pool.columnNames, { at, labels: labels.labels, numbers: task === "regression" })
  yield* notes(yield* decoding(pool.path, look))
})

/** The labels of the file of labels, of the pool's items; none without it. */
const labelsFrom = (options: InputOptions, { ids, matrix: { rows }, path }: AnyPool) => {
  const { byPosition, labelField, labels, skip, split, trustPredictions } = options
  const how = { byPosition, labelField, skip, trustPredictions }
  if (labels === undefined) return Effect.as(refuseLabelSettings(how, false), noLabels)
  // Labels may be of all rows of the file, where some are the pool.
  const strangers = split === undefined ? {} : { strangers: "leave out" as const }
  return readLabels(labels, { ...how, ...strangers, pool: { path, ids, rows } })
}

/** Reads pool, columns and labels, and makes the query. Says what the readers noticed. */
export const readInputs = Effect.fn("readInputs")(function*(
  options: InputOptions,
  groups: ReadonlyArray<string>,
  columnFiles: ReadonlyMap<string, string>,
  folder?: Round,
  opened?: Opened
) {
  const { budget, clamp = false, exclude, include, metadata, only, round = 0, seed = 0, task, where } = options
  const scope = { exclude, include, metadata, only, where }, spend = yield* spendOf(options)
  const files = yield* readFiles(
    { pool: options.pool, columns: columnsOf(options), groups, scope, spend, opened },
    columnFiles,
    folder
  )
  const labels = yield* asAnswers(options, yield* labelsFrom(options, files.pool))
  const classes = yield* resolveClasses({
    given: options.classes,
    labels: labels.labels,
    probability: probabilityOf(files.columns),
    stated: statedBy(files.columns, folder)
  })
  yield* checkLeak(files.pool, labels, options.features !== undefined, task)
  const query = yield* makeQuery({ budget, clamp, round, seed, task }, files, labels, classes)
  yield* notes([...labels.notes, ...(task === undefined || task === "classification" ? classes.notes : [])])
  return { query, ...files, classes: classes.names } satisfies Inputs as Inputs
})
