/**
 * Which columns of a table of labels are what.
 */
import { Message, Quote } from "@marginalia/core"
import { shown } from "../files/cell.ts"
import { Malformed } from "../files/errors.ts"
import { type FormOptions, type LabelForm, textOf } from "./reading.ts"

/** What names a file, in any case. */
const FILE_NAMES = new Set([
  "file_name",
  "filename",
  "file",
  "file_path",
  "filepath",
  "path",
  "image",
  "image_path",
  "img",
  "audio",
  "video"
])

/** What Label Studio adds to each row of its exports, beside the data and the answers. */
const STUDIO = new Set([
  "id",
  "annotator",
  "annotation_id",
  "created_at",
  "updated_at",
  "lead_time",
  "agreement",
  "annotations",
  "predictions",
  "completed_by",
  "sentiment_result",
  "meta",
  "inner_id",
  "project",
  "file_upload"
])

/** Names of answers that labeling configurations use most. */
const ANSWERS = ["label", "labels", "choice", "choices", "class", "category", "sentiment", "target"]

/** Columns by name, as the file writes them. */
export interface LabelColumns {
  readonly form: "table" | Extract<LabelForm, "label-studio-csv" | "metadata" | "roboflow">
  /** What names an item, the likeliest first; `id` is compared exactly. */
  readonly names: ReadonlyArray<string>
  /** Undefined for `roboflow`, where each other column is a class. */
  readonly label: string | undefined
  readonly ignored: ReadonlyArray<string>
  readonly guessed: string | undefined
}

const plain = (name: string): string => name.trim().toLowerCase()

/** Whether a column says what became of an item: skipped, bad, open. */
export const isStatus = (name: string): boolean => plain(name) === "status"

const find = (names: ReadonlyArray<string>, wanted: string): string | undefined =>
  names.includes(wanted) ? wanted : names.find((name) => plain(name) === plain(wanted))

const checkTwice = (names: ReadonlyArray<string>): void => {
  const seen = new Set<string>()
  const twice = names.find((name) => seen.size === seen.add(plain(name)).size)
  if (twice !== undefined) {
    throw new Malformed(`two columns are named ${shown(twice.trim())}`, "rename one of them", {
      reason: "Twice",
      value: twice.trim(),
      column: twice.trim()
    })
  }
}

const has = (names: ReadonlyArray<string>, wanted: string): boolean => find(names, wanted) !== undefined

/** Whether these are the columns of a Label Studio export. */
export const isStudio = (names: ReadonlyArray<string>): boolean =>
  has(names, "annotation_id") || (has(names, "annotator") && has(names, "lead_time"))

const labelFieldSetting = Message.setting("labelField")

const needed = (names: ReadonlyArray<string>, lacking: string, where: string): Malformed =>
  new Malformed(
    `${where} has no ${shown(lacking)} (found ${Quote.list(names)})`,
    lacking === "label"
      ? Message.text`labels need the columns id and label; name another with ${labelFieldSetting}`
      : "labels need the columns id and label; rename to id the one that names the items",
    { reason: "Missing", expected: lacking, column: lacking, allowed: names }
  )

/** The answers' column of a Label Studio export: the one named, else the one of a usual name, else the only one left. */
export const answersOf = (
  names: ReadonlyArray<string>,
  isFile: (name: string) => boolean,
  { labelField }: FormOptions
): string => {
  if (labelField !== undefined) {
    const found = find(names, labelField)
    if (found !== undefined) return found
    const hint = Message.text`give ${labelFieldSetting} one of ${Quote.list(names)}`
    throw new Malformed(`there is no ${shown(labelField)}`, hint, {
      reason: "Unknown",
      setting: "labelField",
      value: labelField,
      allowed: names
    })
  }
  const own = names.filter((name) => !STUDIO.has(plain(name)))
  const usual = ANSWERS.filter((name) => has(own, name))
  if (usual.length === 1) return find(own, usual[0]!)!
  const rest = own.filter((name) => !FILE_NAMES.has(plain(name)) && !isFile(name))
  if (usual.length === 0 && rest.length === 1) return rest[0]!
  const among = usual.length > 1 ? usual : own
  throw new Malformed(
    `it is not clear which field of this Label Studio export holds the label`,
    Message.text`say it: ${labelFieldSetting}, one of ${Quote.list(among)}`,
    { reason: "Ambiguous", setting: "labelField", allowed: among }
  )
}

const studio = (names: ReadonlyArray<string>, first: ReadonlyArray<unknown>, options: FormOptions): LabelColumns => {
  const isFile = (name: string): boolean => /[/\\]|\.\w{2,5}$/.test(textOf(first[names.indexOf(name)]) ?? "")
  const label = answersOf(names, isFile, options)
  const data = names.filter((name) => name !== label && !STUDIO.has(plain(name)))
  return { form: "label-studio-csv", names: data, label, ignored: [], guessed: undefined }
}

const guessedOf = (names: ReadonlyArray<string>): string | undefined => {
  const written = ["id", "label", "probability"].every((name) => has(names, name))
  return written
    ? "it has the columns id, label and probability, which marginalia predict and annotate write"
    : undefined
}

const noHeader = (names: ReadonlyArray<string>, where: string): Malformed =>
  new Malformed(
    `${where} names neither items nor labels (found ${Quote.list(names)})`,
    Message
      .text`begin the file with a header, id,label; if this is one, rename to id what names the items, and name the labels with ${labelFieldSetting}`,
    { reason: "Missing", expected: "a header", line: 1, value: names }
  )

const table = (
  names: ReadonlyArray<string>,
  where: string,
  { byPosition = false, labelField }: FormOptions
): LabelColumns => {
  const id = find(names, "id"), files = names.filter((name) => FILE_NAMES.has(plain(name)))
  const named = id === undefined ? files : [id, ...files]
  const isMetadata = id === undefined && files.length > 0 && plain(files[0]!) === "file_name"
  const label = labelField === undefined
    ? find(names, "label") ?? (isMetadata ? find(names, "labels") : undefined)
    : find(names, labelField)
  if (label === undefined && named.length === 0 && labelField === undefined) throw noHeader(names, where)
  if (label === undefined) throw needed(names, labelField ?? "label", where)
  if (named.length === 0 && !byPosition) throw needed(names, "id", where)
  const ignored = names.filter((name) => name !== label && !named.includes(name) && !isStatus(name))
  return { form: isMetadata ? "metadata" : "table", names: named, label, ignored, guessed: guessedOf(names) }
}

/** Roboflow's `_classes.csv`: the file, and 0 or 1 a class. */
const isRoboflow = (names: ReadonlyArray<string>, first: ReadonlyArray<unknown>): boolean =>
  names.length > 1 && plain(names[0]!) === "filename" && !has(names, "label") &&
  first.slice(1).every((value) => /^\s*[01]\s*$/.test(String(value)))

/**
 * What the columns are, by their names in any case and by the first row; `where` says which line they are of.
 *
 * Throws {@link Malformed}: names that come twice, no id or file where items are not known by their rows, no label, or more than one that may be it.
 */
export const labelColumns = (
  names: ReadonlyArray<string>,
  first: ReadonlyArray<unknown>,
  where: string,
  options: FormOptions
): LabelColumns => {
  if (options.labelField === undefined && isRoboflow(names, first)) {
    return { form: "roboflow", names: [names[0]!], label: undefined, ignored: [], guessed: undefined }
  }
  checkTwice(names)
  if (isStudio(names)) return studio(names, first, options)
  return table(names, where, options)
}
