/**
 * What is labeled already, in whatever form labels come.
 */
import { Message } from "@marginalia/core"
import { counted } from "@marginalia/core/Words"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import type * as Path from "effect/Path"
import type { Stdio } from "effect/Stdio"
import { folderLabels } from "../labels/folder.ts"
import { imageLabels } from "../labels/images.ts"
import { matchLabels, type MatchOptions, type PoolIds } from "../labels/match.ts"
import type { FormOptions, LabelForm, LabelRecord, Reading } from "../labels/reading.ts"
import { readForm } from "../labels/recognize.ts"
import { readVocabulary } from "../labels/vocabulary.ts"
import { shown } from "./cell.ts"
import { decoding, type FileProblem, InvalidInput, Malformed } from "./errors.ts"
import { unpacked } from "./format.ts"
import { readSource } from "./source.ts"

export type { PoolIds } from "../labels/match.ts"
export { type LabelForm, labelForms } from "../labels/reading.ts"

/** The labeled items in file order; `ids[i]` has the label `labels[i]`. */
export interface Labels {
  /** The path as given, or `stdin`. */
  readonly path: string
  /** Of the file's bytes; for a folder, of the list of its files; for a table of images, of its ids and labels. */
  readonly sha256: string
  /** The form that was recognized. */
  readonly form: LabelForm
  /** Those of the pool where one was given, else as the labels call them. */
  readonly ids: ReadonlyArray<string>
  /** Trimmed, never empty. */
  readonly labels: ReadonlyArray<string>
  /** The items that somebody was asked about and declined, in file order: blank, `null`, or a word to be skipped. */
  readonly declined: ReadonlyArray<string>
  /** Why those were declined, by id, where the form says so: a column `status` with `bad` or `cannot-tell`. */
  readonly statuses: ReadonlyMap<string, string>
  /** What the user should hear about the reading. */
  readonly notes: ReadonlyArray<Message.Message>
}

/** How labels are read. */
export interface LabelOptions extends FormOptions, MatchOptions {
  /** The pool that the labels are of; without it ids stay as they are written. */
  readonly pool?: PoolIds | undefined
  /** Labels that stand for none, beside a blank one; default none, so that `NA` and `skip` are classes. */
  readonly skip?: ReadonlyArray<string> | undefined
  /** Whether what a model guessed may be taken for labels. Default false. */
  readonly trustPredictions?: boolean | undefined
}

const declinedNote = ([first, ...more]: ReadonlyArray<string>): string => {
  const [count, which] = [more.length + 1, `${shown(first)}${more.length === 0 ? "" : ", …"}`]
  return `${counted(count, "item")} declined (${which}: no label), neither asked about again nor learned from`
}

const trusted = Message.setting("trustPredictions", { value: true })

const PREDICTED = /(?:^|[\\/.])predicted\.(?:csv|tsv|jsonl|parquet)$/i

/** Guesses are refused: a model that learns from its own learns nothing, and looks sure of it. */
const checkGuessed = (path: string, { guessed }: Reading, { trustPredictions }: LabelOptions): void => {
  const why = guessed ?? (PREDICTED.test(path) ? "its name is that of a file of marginalia predict" : undefined)
  if (why === undefined || trustPredictions === true) return
  throw new Malformed(
    `these seem to be a model's predictions and not labels that people gave (${why})`,
    Message.text`give labels, or pass ${trusted} to take them for labels`,
    { reason: "Ambiguous", setting: "trustPredictions", value: why, allowed: ["true", "false"] }
  )
}

const fixedForms = new Set<LabelForm>(["cvat-xml", "imagenet", "coco", "folder"])

const checkField = ({ form }: Reading, { labelField }: LabelOptions): void => {
  if (labelField === undefined || !fixedForms.has(form)) return
  throw new Malformed(
    Message.text`${
      Message.setting("labelField", { value: labelField })
    } says nothing about ${form}, which has one place for it`,
    "leave it out",
    { reason: "Idle", setting: "labelField", value: labelField }
  )
}

/** The items by the names that the labels give them; each must come once. */
const asWritten = (records: ReadonlyArray<LabelRecord>): ReadonlyArray<readonly [id: string, record: LabelRecord]> => {
  const seen = new Map<string, LabelRecord>()
  return records.filter(({ label }) => label !== undefined).map((one) => {
    const id = one.names["id"] ?? Object.values(one.names)[0]
    if (id === undefined) {
      throw new Malformed(`nothing names the item ${one.where}`, "give it an id or a file", {
        reason: "Missing",
        expected: "an id or a file"
      })
    }
    const earlier = seen.get(id)
    if (earlier !== undefined) {
      throw new Malformed(`the id ${shown(id)} is labeled ${earlier.where} and again ${one.where}`, "keep one", {
        reason: "Twice",
        value: id
      })
    }
    seen.set(id, one)
    return [id, one] as const
  })
}

const plainForms = new Set<LabelForm>(["csv", "jsonl"])

const formNote = ({ form, records }: Reading): ReadonlyArray<string> => {
  if (plainForms.has(form)) return []
  const open = records.filter(({ label }) => label === undefined).length
  return [
    `labels read as ${form}: ${counted(records.length, "item")}${
      open === 0 ? "" : `, ${open} of them without a label yet`
    }`
  ]
}

const labelsOf = (path: string, reading: Reading, options: LabelOptions): Omit<Labels, "path" | "sha256"> => {
  checkField(reading, options)
  checkGuessed(path, reading, options)
  const { pool } = options
  const match = pool === undefined ? undefined : matchLabels(reading, pool, options)
  const items = pool === undefined || match === undefined
    ? asWritten(reading.records)
    : match.matched.map(({ position, record }) => [pool.ids?.[position] ?? String(position), record] as const)
  const { classes, notes } = readVocabulary(items.map(([, { label }]) => label ?? null), options.skip)
  const declined = items.flatMap(([id], i) => classes[i] === null ? [id] : [])
  const statuses = new Map(
    items.flatMap(([id, { status }], i) => classes[i] === null && status !== undefined ? [[id, status] as const] : [])
  )
  return {
    statuses,
    form: reading.form,
    ids: items.flatMap(([id], i) => classes[i] === null ? [] : [id]),
    labels: classes.filter((name) => name !== null),
    declined,
    notes: [
      ...formNote(reading),
      ...reading.notes,
      ...match?.notes ?? [],
      ...(declined.length === 0 ? [] : [declinedNote(declined)]),
      ...notes
    ]
  }
}

const isFolder = Effect.fnUntraced(function*(path: string) {
  const fs = yield* FileSystem.FileSystem
  const type = Effect.map(fs.stat(path), ({ type }) => type)
  return path !== "-" && (yield* Effect.orElseSucceed(type, () => undefined)) === "Directory"
})

/**
 * The labels in a file or in a folder a class, or on the standard input for `-`. The form is recognized by the content,
 * unpacked where it is gzip:
 *
 * - tables (csv with commas, tabs or semicolons; jsonl; a JSON list; parquet) with `id`, or a file's name (`file_name`,
 * `filename`, `path`, `image`), and `label`; Hugging Face's `metadata.csv|jsonl|parquet`; Roboflow's `_classes.csv`;
 * - Label Studio's JSON, JSON-MIN and CSV; CVAT for images (XML, tags of images); ImageNet's lists; COCO.
 *
 * A blank label (`null`, a skipped task) says that the item was declined: whoever was asked could not tell. Labels are
 * trimmed and compared exactly. With a `pool` the ids are the pool's: an `id` is compared exactly, a file's name also
 * by its end, where one item only has it. A file with the header only says that nothing is labeled.
 *
 * Fails with `InvalidInput` for a form that is not known, a missing column, an item that comes twice (with both
 * places), has two labels, or is not in the pool, and for what a model guessed; with `FileProblem` for a file that
 * cannot be read.
 *
 * `pathOrDash` is the file, the folder, or `-`; by default of `options`, ids are not compared with a pool's.
 */
export const readLabels = Effect.fn("readLabels")(function*(
  pathOrDash: string,
  options: LabelOptions = {}
): Effect.fn.Return<Labels, InvalidInput | FileProblem, FileSystem.FileSystem | Path.Path | Stdio> {
  const isDirectory = yield* isFolder(pathOrDash), images = yield* imageLabels(pathOrDash, isDirectory, options)
  if (images !== undefined) {
    const { reading, sha256 } = images
    return { path: pathOrDash, sha256, ...yield* decoding(pathOrDash, () => labelsOf(pathOrDash, reading, options)) }
  }
  if (isDirectory) {
    const { reading, sha256 } = yield* folderLabels(pathOrDash)
    return { path: pathOrDash, sha256, ...yield* decoding(pathOrDash, () => labelsOf(pathOrDash, reading, options)) }
  }
  const source = yield* unpacked(yield* readSource(pathOrDash))
  if (source.bytes.every((byte) => byte <= 32)) {
    return yield* new InvalidInput({
      path: source.path,
      problem: "the file is empty",
      hint: "a file of labels begins with a header, id,label",
      reason: "Empty"
    })
  }
  const { path, sha256 } = source
  const reading = yield* readForm(source, options)
  return { path, sha256, ...yield* decoding(path, () => labelsOf(path, reading, options)) }
})
