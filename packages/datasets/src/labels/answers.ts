/**
 * Labels to be written, and what each form cannot say.
 */
import { shown } from "../files/cell.ts"
import { Malformed } from "../files/errors.ts"
import { rowsById } from "../files/unique-ids.ts"
import type { LabelForm } from "./told.ts"

/** Items with their labels: `ids[i]` has the label `labels[i]`. What `readLabels` gives will do. */
export interface Answers {
  /** Ids, or files where the form names items by their file. */
  readonly ids: ReadonlyArray<string>
  readonly labels: ReadonlyArray<string>
  /** Items that somebody was asked about and declined; default none. */
  readonly declined?: ReadonlyArray<string> | undefined
}

/** Some programs' names for things. */
export interface WriteOptions {
  /** Label Studio's field of data that names the item; default `image`. */
  readonly dataField?: string | undefined
  /** Label Studio's name of the question; default `label`. */
  readonly labelField?: string | undefined
}

/** One item and its label; `null` where it was declined. */
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
  if (text.trim() === "") throw new Malformed(`the ${what} ${shown(text)} is blank`, "give it a name")
  if (!text.isWellFormed()) throw new Malformed(`the ${what} ${shown(text)} holds half of a character`, "repair it")
  if (not?.[0].test(text)) {
    throw new Malformed(`the ${what} ${shown(text)} holds ${not[1]}`, `write another form than ${form}`)
  }
}

/**
 * The rows to write, the declined ones last.
 *
 * Throws {@link Malformed} for what the form cannot say: declined items, characters; for ids that come twice, blank ids and
 * labels, and labels with spaces around them, which no reader would give back.
 */
export const rowsToWrite = (
  { declined = [], ids, labels }: Answers,
  form: Exclude<LabelForm, "folder">
): ReadonlyArray<Row> => {
  const can = limits[form]
  if (ids.length !== labels.length) {
    throw new Malformed(`${ids.length} ids have ${labels.length} labels`, "give one each")
  }
  if (declined.length > 0 && !can.declined) {
    const problem = `${form} cannot say that an item was declined, and ${shown(declined[0])} was`
    throw new Malformed(problem, `write ${declining.join(", ")}, or leave these items out`)
  }
  rowsById([...ids, ...declined])
  for (const id of [...ids, ...declined]) checkText(id, "id", can, form)
  for (const label of new Set(labels)) {
    checkText(label, "label", can, form)
    if (label !== label.trim()) throw new Malformed(`the label ${shown(label)} has spaces around it`, "trim it")
  }
  return [...ids.map((id, i): Row => [id, labels[i]!]), ...declined.map((id): Row => [id, null])]
}
