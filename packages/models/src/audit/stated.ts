/**
 * Probabilities that somebody computed already: in a file, in a round folder, or by a model that is asked now. Tested in
 * packages/cli/test/audit.test.ts.
 */
import type { Matrix } from "@marginalia/core/Matrix"
import { note, notes } from "@marginalia/core/Notices"
import type { ClassNames } from "@marginalia/datasets/files/classes"
import { type ColumnFile, readColumn } from "@marginalia/datasets/files/column"
import { InvalidInput } from "@marginalia/datasets/files/errors"
import { readRound } from "@marginalia/datasets/files/round-about"
import { checkRound, checkRoundColumns, columnsOfRound } from "@marginalia/datasets/files/round-folder"
import type { FoundItems } from "@marginalia/datasets/read-items"
import * as Effect from "effect/Effect"
import { predictItems } from "../predict/predict.ts"

/** Where the probabilities come from. */
export type Stated =
  | { readonly _tag: "File"; readonly path: string }
  | { readonly _tag: "RoundFolder"; readonly path: string }
  | { readonly _tag: "Model"; readonly path: string; readonly batch?: number | undefined }

/** Probabilities, a row an item of the pool, and what says which class is which. */
export interface StatedProbability {
  /** The probabilities, in the order of the pool. */
  readonly probability: Matrix
  /** The columns' headings, where the file has some. */
  readonly names: ReadonlyArray<string> | undefined
  /** The classes as a description names them. */
  readonly stated: ReadonlyArray<ClassNames>
}

/** How far a row may be from the sum 1. */
const NEAR = 1e-3

/** Refuses rows that are no probabilities. */
const checkRows = ({ path, value }: ColumnFile, ids: ReadonlyArray<string>) => {
  const { cols, data } = value as Matrix
  for (let row = 0; row < ids.length; row++) {
    const own = data.subarray(row * cols, (row + 1) * cols), sum = own.reduce((a, b) => a + b, 0)
    const wrong = own.find((p) => !(p >= 0 && p <= 1 + 1e-6))
    if (wrong === undefined && Math.abs(sum - 1) <= NEAR) continue
    const problem = wrong === undefined ? `its row sums to ${sum}` : `its row holds ${wrong}`
    return Effect.fail(
      new InvalidInput({
        path,
        problem: `these are no probabilities of the item ${JSON.stringify(ids[row])}: ${problem}`,
        hint: "give numbers from 0 to 1 that sum to 1 in each row: a softmax of the model's outputs",
        reason: "Value",
        row,
        value: wrong ?? sum,
        expected: wrong === undefined ? "a sum of 1" : "from 0 to 1"
      })
    )
  }
  return Effect.void
}

const fromColumn = Effect.fnUntraced(function*(found: FoundItems, path: string) {
  const pool = { path: found.name, rows: found.ids.length, ids: found.rowNumbers ? undefined : found.ids }
  const column = yield* readColumn("probability", path, pool)
  yield* notes(column.notes)
  yield* checkRows(column, found.ids)
  return column
})

const statedBy = ({ about, columnNames, value }: ColumnFile): StatedProbability => ({
  probability: value as Matrix,
  names: columnNames,
  stated: about === undefined ? [] : [{ what: `classes of ${about.path}`, names: about.classes }]
})

const fromRound = Effect.fnUntraced(function*(found: FoundItems, folder: string) {
  const round = yield* readRound(folder), path = (yield* columnsOfRound(round)).get("probability")
  yield* notes(
    yield* checkRound(round, {
      path: found.name,
      sha256: found.sha256 ?? "",
      ids: found.rowNumbers ? undefined : found.ids,
      matrix: { rows: found.ids.length }
    })
  )
  if (path === undefined) {
    const problem = "it holds no probabilities"
    const hint = "predict again, with the column probability"
    return yield* new InvalidInput({ path: folder, problem, hint, reason: "Missing", expected: "probability" })
  }
  const column = yield* fromColumn(found, path)
  yield* checkRoundColumns(round, [column])
  const { classes } = round.about, own = statedBy(column)
  return classes === null ? own : { ...own, stated: [{ what: `classes of ${round.path}`, names: classes }] }
})

const sayLearned = (what: string) =>
  note(
    `note: a label that ${what} learned from looks right to it; only those that it did not learn from are judged fairly`
  )

/**
 * The probabilities of the items that were `found`, from where they are. What a model learned from is not known here, which is
 * said. Fails with `InvalidInput` for another height, other ids and rows that are no probabilities, with `FileProblem` for a file
 * that cannot be read, and with `UsageProblem`, `ModelFileError` and `OutputUnavailable` as asking the model does.
 */
export const statedProbability = Effect.fn("statedProbability")(function*(found: FoundItems, from: Stated) {
  if (from._tag === "File") return statedBy(yield* fromColumn(found, from.path))
  if (from._tag === "RoundFolder") {
    const read = yield* fromRound(found, from.path)
    yield* sayLearned("its model")
    return read
  }
  const columns = new Set(["probability"] as const)
  const { classNames, probability } = yield* predictItems(from.path, found, { columns, batch: from.batch })
  yield* sayLearned(from.path)
  const stated = classNames === undefined ? [] : [{ what: `classes of ${from.path}`, names: classNames }]
  return { probability, names: undefined, stated } satisfies StatedProbability as StatedProbability
})
