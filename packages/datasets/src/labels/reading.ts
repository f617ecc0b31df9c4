/**
 * What a file of labels says, in whatever form it says it.
 */
import { type At, cellName, isBlank } from "../files/cell.ts"
import { Malformed } from "../files/errors.ts"

/** The forms that are read; `folder` is a folder a class. */
export const labelForms = [
  "csv",
  "tsv",
  "jsonl",
  "json",
  "parquet",
  "label-studio-json",
  "label-studio-json-min",
  "label-studio-csv",
  "cvat-xml",
  "imagenet",
  "coco",
  "metadata",
  "roboflow",
  "folder"
] as const

/** A form of labels: one of {@link labelForms}. */
export type LabelForm = typeof labelForms[number]

/** What is said of one item. */
export interface LabelRecord {
  /**
   * What it is called, by the field that says so, the likeliest first. A field `id` is an id and compared exactly; others
   * may be files and are compared by their paths too.
   */
  readonly names: Readonly<Record<string, string>>
  /** Its label as it is written; `null` where whoever was asked declined, `undefined` where nobody labeled it yet. */
  readonly label: string | null | undefined
  /** Why it has no label, in a word, where the form says so: `bad`, `cannot-tell`. */
  readonly status?: string | undefined
  /** Where it stands, in words: `on line 3`, `in task 12`. */
  readonly where: string
}

/** A label, and whose it is. */
export interface OpinionRecord {
  readonly annotator: string
  readonly record: LabelRecord
  /** How sure they are, from 0 to 1; undefined where that is not told. */
  readonly probability?: number | undefined
}

/** A file of labels, read and not yet matched with a pool. */
export interface Reading {
  readonly form: LabelForm
  /** In file order. */
  readonly records: ReadonlyArray<LabelRecord>
  readonly notes: ReadonlyArray<string>
  /** Why it seems to be what a model guessed, where it does. */
  readonly guessed?: string | undefined
}

/** How a file of labels is taken. */
export interface FormOptions {
  /** The field with the label, where it is another than the form's own. */
  readonly labelField?: string | undefined
  /** Items are known by their rows: nothing need name them. Default false. */
  readonly byPosition?: boolean | undefined
}

/** Where a row of a table stands. */
export const whereOf = ({ line, row }: At): string => line === undefined ? `in row ${row}` : `on line ${line}`

/** The label in a cell: text or a number; blank, null and NaN are declined. Throws {@link Malformed} for anything else. */
export const labelIn = (value: unknown, column: string, at: At): string | null =>
  isBlank(value) || Number.isNaN(value) ? null : cellName(value, column, at)

/** Words of a column `status` for items that have no label yet, though somebody was asked. */
const OPEN = new Set<unknown>(["skipped", "conflict", "open"])

/** Whether a status says that an item has no label yet. */
export const isOpenStatus = (status: unknown): boolean => OPEN.has(status)

/** A text or a number of JSON as text; undefined for whatever is neither. */
export const textOf = (value: unknown): string | undefined =>
  typeof value === "string"
    ? value
    : typeof value === "number" || typeof value === "boolean"
    ? String(value)
    : undefined

/** The one label of several answers; `undefined` for none. Throws {@link Malformed} where they differ. */
export const oneLabel = (labels: ReadonlyArray<string>, where: string): string | undefined => {
  const [first, second] = [...new Set(labels)]
  if (second === undefined) return first
  const problem = `the item ${where} has the labels "${first}" and "${second}"`
  throw new Malformed(problem, "an item has one label here: keep one", {
    reason: "Ambiguous",
    value: where,
    allowed: [first!, second]
  })
}
