/**
 * The two tables that go to an annotation tool and come back from it.
 */
import { type Answer, type LabelRequest, type LabelsFileFault, OracleError } from "@marginalia/core/Oracle"
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

const atFault = (path: string) => (fault: LabelsFileFault): never => {
  throw new OracleError({ reason: { _tag: "LabelsFile", path, ...fault } })
}

type Fail = ReturnType<typeof atFault>

const rowsOf = (text: string, fail: Fail): ReadonlyArray<Readonly<Record<string, string>>> => {
  try {
    return parse(text, { columns: true, bom: true, skip_empty_lines: true })
  } catch (cause) {
    return fail({ fault: "Format", expected: "csv", cause })
  }
}

const classOf = (id: string, value: string, { classNames, declined = "?" }: Wording, fail: Fail): number => {
  if (value === declined) return -1
  const number = classNames === undefined ? (/^\d+$/.test(value) ? Number(value) : -1) : classNames.indexOf(value)
  return number >= 0 ? number : fail({ fault: "Label", id, value, allowed: classNames, declined })
}

const NEEDED = ["id", "label"]

/** Labels by id. Throws on an id that was not asked about, or that comes twice. */
const labelsById = ({ ids, round }: LabelRequest, rows: ReturnType<typeof rowsOf>, wording: Wording, fail: Fail) => {
  const asked = new Set<string>(ids)
  const labels = new Map<string, number>()
  for (const row of rows) {
    const { id, label } = row
    if (id === undefined || label === undefined) {
      return fail({ fault: "Columns", value: Object.keys(row), expected: NEEDED })
    }
    if (!asked.has(id)) fail({ fault: "OtherBatch", id, round })
    if (label.trim() === "") continue
    if (labels.has(id)) fail({ fault: "Twice", id })
    labels.set(id, classOf(id, label.trim(), wording, fail))
  }
  return labels
}

/**
 * The labels of a question from a csv with the columns `id` and `label`, in any order; undefined as long as an item is
 * missing or its label blank. Throws `OracleError`, reason `LabelsFile`, with the `file` as its path: for what is no such
 * table (`Format`, `Columns`) or is of another batch (`OtherBatch`, `Twice`), and for a label that is no class (`Label`).
 */
export const readBatch = (
  question: LabelRequest,
  text: string,
  wording: Wording,
  file: string
): Answer | undefined => {
  const fail = atFault(file)
  const byId = labelsById(question, rowsOf(text, fail), wording, fail)
  const labels = question.ids.map((id) => byId.get(id))
  return labels.includes(undefined) ? undefined : { labels: labels as ReadonlyArray<number> }
}
