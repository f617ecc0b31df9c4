/**
 * The two tables that go to an annotation tool and come back from it.
 */
import { type Answer, type LabelRequest, OracleError } from "@marginalia/core/Oracle"
import { csvCell } from "@marginalia/datasets/files/csv-cell"
import { parse } from "csv-parse/sync"

/** What labels look like in a file. */
export interface Wording {
  /** The classes' names, in the order of their numbers. Default: their numbers. */
  readonly classNames?: ReadonlyArray<string>
  /** What stands for an item that the annotator declines. Default `?`. */
  readonly declined?: string
}

/** The batch as csv: `id,position,label`, in the order of the question, the labels left blank. */
export const printBatch = ({ ids, positions }: LabelRequest): string =>
  ["id,position,label", ...ids.map((id, i) => `${csvCell(id)},${positions[i]},`), ""].join("\n")

const fail = (reason: OracleError["reason"], problem: string, cause?: unknown): never => {
  throw new OracleError({ reason, problem, cause })
}

const rowsOf = (text: string, file: string): ReadonlyArray<Readonly<Record<string, string>>> => {
  try {
    return parse(text, { columns: true, bom: true, skip_empty_lines: true })
  } catch (cause) {
    return fail("Unreadable", `${file}: this is not csv: ${(cause as Error).message}`, cause)
  }
}

const classOf = (label: string, { classNames, declined = "?" }: Wording, what: string): number => {
  if (label === declined) return -1
  const number = classNames === undefined ? (/^\d+$/.test(label) ? Number(label) : -1) : classNames.indexOf(label)
  if (number >= 0) return number
  const classes = classNames === undefined ? "a whole number from 0" : `one of ${classNames.join(", ")}`
  return fail("UnknownLabel", `${what} has the label ${label}; it must be ${classes}, or ${declined} to decline`)
}

/** Labels by id. Throws on an id that was not asked about, or that comes twice. */
const labelsById = (question: LabelRequest, rows: ReturnType<typeof rowsOf>, wording: Wording, file: string) => {
  const asked = new Set<string>(question.ids)
  const labels = new Map<string, number>()
  for (const row of rows) {
    const { id, label } = row
    if (id === undefined || label === undefined) {
      return fail("Unreadable", `${file}: it has the columns ${Object.keys(row).join(", ")}; it needs id and label`)
    }
    if (!asked.has(id)) fail("Unreadable", `${file}: item ${id} is not in the batch of round ${question.round}`)
    if (label.trim() === "") continue
    if (labels.has(id)) fail("Unreadable", `${file}: item ${id} is there twice; keep one line`)
    labels.set(id, classOf(label.trim(), wording, `${file}: item ${id}`))
  }
  return labels
}

/**
 * The labels of a question from a csv with the columns `id` and `label`, in any order; undefined as long as an item is
 * missing or its label blank. Throws `OracleError`: `Unreadable` for what is no such table or is of another batch,
 * `UnknownLabel` for a label that is no class.
 */
export const readBatch = (
  question: LabelRequest,
  text: string,
  wording: Wording,
  file: string
): Answer | undefined => {
  const byId = labelsById(question, rowsOf(text, file), wording, file)
  const labels = question.ids.map((id) => byId.get(id))
  return labels.includes(undefined) ? undefined : { labels: labels as ReadonlyArray<number> }
}
