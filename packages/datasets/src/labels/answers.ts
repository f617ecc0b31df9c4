/**
 * Labels to be written, and what each form cannot say.
 */
import { shown } from "../files/cell.ts"
import { Malformed } from "../files/errors.ts"
import { rowsById } from "../files/unique-ids.ts"
import { isOpenStatus, type LabelForm } from "./reading.ts"

/** What one person said of an item. */
export interface Opinion {
  readonly who: string
  /** `null` where they declined. */
  readonly label: string | null
  /** Milliseconds since 1970. */
  readonly at: number
  /** Milliseconds that it took. */
  readonly ms: number
  /** Whether it is what the item is taken for, where people differ. */
  readonly decides: boolean
}

/** A value of a further column. */
export type More = string | number | null

/** Items with their labels: `ids[i]` has the label `labels[i]`. What `readLabels` gives will do. */
export interface Answers {
  /** Ids, or files where the form names items by their file. */
  readonly ids: ReadonlyArray<string>
  readonly labels: ReadonlyArray<string>
  /** Items that somebody was asked about and declined; default none. */
  readonly declined?: ReadonlyArray<string> | undefined
  /** Items that have no label yet and are named all the same; a column `status` has to say so. Default none. */
  readonly open?: ReadonlyArray<string> | undefined
  /** Further columns of tables, by name: a value for each of `ids`, then of `declined`, then of `open`; default none. */
  readonly columns?: Readonly<Record<string, ReadonlyArray<More>>> | undefined
  /** What each person said, by id: annotations of Label Studio's JSON; default one a label. */
  readonly opinions?: ReadonlyMap<string, ReadonlyArray<Opinion>> | undefined
  /** Of images, by id: boxes of COCO and sizes of CVAT; default none. */
  readonly sizes?: ReadonlyMap<string, readonly [width: number, height: number]> | undefined
}

/** Some programs' names for things. */
export interface WriteOptions {
  /** Label Studio's field of data that names the item; default `image`. */
  readonly dataField?: string | undefined
  /** Label Studio's name of the question; default `label`. */
  readonly labelField?: string | undefined
  /** All data of a task of Label Studio's JSON; default the item's id as `dataField`. */
  readonly taskData?: ((id: string) => Readonly<Record<string, unknown>>) | undefined
}

/** One item and its label; `null` where it was declined, or is open. */
export type Row = readonly [id: string, label: string | null]

/** What a form cannot hold. */
interface Limits {
  readonly declined: boolean
  /** Characters that neither ids nor labels may hold, and how they are called. */
  readonly not?: readonly [characters: RegExp, words: string]
}

const lines = [/[\r\n\u2028\u2029]/, "a line break"] as const
// oxlint-disable-next-line no-control-regex
const xml = [/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/, "a character that XML cannot hold"] as const

const limits: { readonly [form in Exclude<LabelForm, "folder">]: Limits } = {
  "csv": { declined: true },
  "tsv": { declined: true },
  "jsonl": { declined: true },
  "json": { declined: true },
  "parquet": { declined: true },
  "metadata": { declined: true },
  "label-studio-json": { declined: true },
  "label-studio-json-min": { declined: false },
  "label-studio-csv": { declined: false },
  "cvat-xml": { declined: false, not: xml },
  "imagenet": { declined: false, not: lines },
  "coco": { declined: false },
  "roboflow": { declined: false, not: lines }
}

/** Forms that can say that an item was declined. */
const declining = Object.entries(limits).flatMap(([form, { declined }]) => declined ? [form] : [])

const checkText = (text: string, what: string, { not }: Limits, form: LabelForm): void => {
  if (text.trim() === "") {
    throw new Malformed(`the ${what} ${shown(text)} is blank`, "give it a name", {
      reason: "Missing",
      expected: what,
      value: text
    })
  }
  if (!text.isWellFormed()) {
    throw new Malformed(`the ${what} ${shown(text)} holds half of a character`, "repair it", {
      reason: "Value",
      value: text,
      expected: "whole characters"
    })
  }
  if (not?.[0].test(text)) {
    throw new Malformed(`the ${what} ${shown(text)} holds ${not[1]}`, `write another form than ${form}`, {
      reason: "Unsupported",
      value: text,
      setting: "form"
    })
  }
}

/** Tables, and what else has a place for a status. */
const telling = new Set<LabelForm>(["csv", "tsv", "jsonl", "json", "parquet", "metadata", "label-studio-json"])

/** What each form calls ids and labels: no further column may. */
const OWN = new Set(["id", "label", "file_name"])

const checkColumns = ({ columns = {}, open = [] }: Answers, rows: number, form: LabelForm): void => {
  const own = Object.keys(columns).find((name) => OWN.has(name.trim().toLowerCase()))
  if (own !== undefined) {
    throw new Malformed(`a further column is called ${shown(own)}`, "call it otherwise", {
      reason: "Twice",
      value: own,
      column: own
    })
  }
  const short = Object.entries(columns).find(([, values]) => values.length !== rows)
  if (short !== undefined) {
    throw new Malformed(
      `the column ${shown(short[0])} has ${short[1].length} values for ${rows} items`,
      "give one each",
      { reason: "Mismatch", column: short[0], value: short[1].length, expected: rows }
    )
  }
  const statuses = columns["status"]?.slice(rows - open.length) ?? open.map(() => null)
  const silent = statuses.findIndex((status) => !isOpenStatus(status))
  if (open.length > 0 && (silent >= 0 || !telling.has(form))) {
    const problem = `${form} cannot say that ${shown(open[Math.max(0, silent)])} has no label yet`
    throw new Malformed(problem, "give a column status that says skipped or conflict, or leave it out", {
      reason: "Unsupported",
      value: open[Math.max(0, silent)],
      setting: "form"
    })
  }
}

/**
 * The rows to write: the labeled ones, the declined, the open.
 *
 * Throws {@link Malformed} for what the form cannot say: declined items, characters; for ids that come twice, blank ids and
 * labels, and labels with spaces around them, which no reader would give back.
 */
export const rowsToWrite = (
  answers: Answers,
  form: Exclude<LabelForm, "folder">
): ReadonlyArray<Row> => {
  const { declined = [], ids, labels, open = [] } = answers, can = limits[form], all = [...ids, ...declined, ...open]
  if (ids.length !== labels.length) {
    throw new Malformed(`${ids.length} ids have ${labels.length} labels`, "give one each", {
      reason: "Mismatch",
      value: labels.length,
      expected: ids.length
    })
  }
  if (declined.length > 0 && !can.declined) {
    const problem = `${form} cannot say that an item was declined, and ${shown(declined[0])} was`
    throw new Malformed(problem, `write ${declining.join(", ")}, or leave these items out`, {
      reason: "Unsupported",
      value: declined[0],
      setting: "form",
      allowed: declining
    })
  }
  checkColumns(answers, all.length, form)
  rowsById(all)
  for (const id of all) checkText(id, "id", can, form)
  for (const label of new Set(labels)) {
    checkText(label, "label", can, form)
    if (label !== label.trim()) {
      throw new Malformed(`the label ${shown(label)} has spaces around it`, "trim it", {
        reason: "Value",
        value: label,
        expected: "no spaces around it"
      })
    }
  }
  return all.map((id, i): Row => [id, labels[i] ?? null])
}
