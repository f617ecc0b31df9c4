/** A table as a data set. */
import { notes } from "@marginalia/core/Notices"
import * as Quote from "@marginalia/core/Quote"
import * as Rng from "@marginalia/core/Rng"
import * as Effect from "effect/Effect"
import type * as FileSystem from "effect/FileSystem"
import { basename, dirname } from "node:path"
import { classNumbers, sortedClasses } from "../class-order.ts"
import { type Dataset, groupsAt, type LoadedImages, type Part, type Split } from "../dataset.ts"
import { type DatasetError, invalidRequest, mismatch, noPart } from "../errors.ts"
import { holdOut } from "../hold-out.ts"
import type { Normalization } from "../normalization.ts"
import { type PartName, partNamed } from "../part-names.ts"
import { readRows, type Rows, type TableOptions } from "./rows.ts"

/** How a table becomes a data set. */
export interface LoadTableOptions extends TableOptions {
  /** The share of each class to test with, where no column says which rows; 0.2 by default. */
  readonly holdOut?: number
  /** Draws them; 0 by default. */
  readonly seed?: number
  /** What networks see; the numbers as they are by default. */
  readonly normalization?: Normalization
}

export { isTable } from "./rows.ts"

const splitsOf = (
  path: string,
  { splits }: Rows
): Effect.Effect<ReadonlyArray<PartName> | undefined, DatasetError> => {
  if (splits === undefined) return Effect.succeed(undefined)
  const wrong = splits.findIndex((name) => partNamed(name) === undefined)
  return wrong < 0
    ? Effect.succeed(splits.map((name) => partNamed(name)!))
    : Effect.fail(
      mismatch([path], `row ${wrong} is of the split ${Quote.value(splits[wrong])}; there are train, val and test`)
    )
}

const numbersOf = (labels: ReadonlyArray<string>) => {
  const classNames = sortedClasses(labels)
  return { classNames, labels: classNumbers(classNames, labels) }
}

/** The rows at these positions, ascending; the same object where that is all of them. */
const pick = <A extends Part>(part: A, at: ArrayLike<number>): A => {
  const { groups, ids, items, labels } = part, [cols = 0] = items.shape
  if (at.length === items.rows) return part
  const data = new Float32Array(at.length * cols), rows = Array.from(at)
  rows.forEach((row, i) => data.set(items.data.subarray(row * cols, (row + 1) * cols), i * cols))
  return {
    ...part,
    ids: rows.map((row) => ids[row]!),
    items: { ...items, data, rows: rows.length },
    ...(labels === undefined ? {} : { labels: Int32Array.from(rows, (row) => labels[row]!) }),
    ...(groups === undefined ? {} : { groups: groupsAt(groups, rows) })
  }
}

const wholeOf = (
  { cols, data, groups, ids }: Rows,
  labels: Int32Array | undefined,
  normalization?: Normalization
): Part => ({
  ids,
  items: { data, rows: ids.length, shape: [cols], ...(normalization === undefined ? {} : { normalization }) },
  ...(labels === undefined ? {} : { labels }),
  ...(groups === undefined ? {} : { groups })
})

/**
 * Reads a table of numbers, csv, jsonl, parquet, npz or Arrow by its ending: ids, labels and splits from columns of these names
 * (`id`, `label`, `split` by default, where they are there), the numbers from the one column of lists or else from all
 * columns that are features by their names (see `files/roles.ts`; what is left out is told to `Notices`). All rows are
 * `train` where there is no column of splits.
 *
 * Classes are sorted: whole numbers by value where all are, else by code units. Fails with {@link DatasetError}, which
 * names line or row, and column: a cell that is empty or no finite number, an id twice, rows of different lengths, an
 * unknown split.
 *
 * `path` is the file; `options` name columns, by default those that are called so.
 */
export const readTable = Effect.fn("datasets.readTable")(
  function*(
    path: string,
    options: LoadTableOptions = {}
  ): Effect.fn.Return<LoadedImages, DatasetError, FileSystem.FileSystem> {
    const rows = yield* readRows(path, options)
    yield* notes(rows.notes)
    const splits = yield* splitsOf(path, rows)
    const { classNames, labels } = rows.labels === undefined
      ? { classNames: [], labels: undefined }
      : numbersOf(rows.labels)
    const at = (split: PartName) => rows.ids.flatMap((_, i) => (splits?.[i] ?? "train") === split ? [i] : [])
    const whole = wholeOf(rows, labels, options.normalization)
    const part = (split: PartName) => pick(whole, at(split))
    const [validation, test] = [part("validation"), part("test")]
    const tests = test.items.rows > 0 ? test : validation
    return {
      name: basename(path).replace(/\.[^.]*$/, ""),
      classNames,
      folder: dirname(path),
      train: part("train"),
      ...(validation.items.rows > 0 && test.items.rows > 0 ? { validation } : {}),
      ...(tests.items.rows > 0 ? { test: tests } : {}),
      skipped: []
    }
  }
)

const labeledOnly = (path: string, { labels, ...part }: Part): Effect.Effect<Split, DatasetError> =>
  labels === undefined
    ? Effect.fail(
      invalidRequest(`${path} has no column of labels; name it "label", or say which it is`, {
        fault: "Missing",
        setting: "labelColumn"
      })
    )
    : Effect.succeed({ ...part, labels })

/**
 * Loads a table as a data set, as {@link readTable} reads it: with the rows to test that it names, else with a seeded
 * and stratified share of all. Fails with {@link DatasetError} as that does, and where it has no labels.
 *
 * `path` is the file; `options` name columns (by default those that are called so) and say what share of each class is
 * set aside (0.2).
 */
export const loadTable = Effect.fn("datasets.loadTable")(
  function*(
    path: string,
    options: LoadTableOptions = {}
  ): Effect.fn.Return<Dataset, DatasetError, FileSystem.FileSystem> {
    const table = yield* readTable(path, options)
    const train = yield* labeledOnly(path, table.train)
    if (table.test !== undefined) return { ...table, train, test: yield* labeledOnly(path, table.test) }
    const { holdOut: fraction = 0.2, seed = 0 } = options, key = Rng.derive(Rng.fromSeed(seed), "table")
    const { held, kept } = yield* holdOut(key, { labels: train.labels, classes: table.classNames.length }, fraction)
      .pipe(Effect.mapError(noPart))
    return { ...table, train: pick(train, kept), test: pick(train, held) }
  }
)
