/**
 * Labels of several annotators, who may disagree: who gave which label to which item.
 */
import * as Message from "@marginalia/core/Message"
import { notes } from "@marginalia/core/Notices"
import * as Quote from "@marginalia/core/Quote"
import { counted } from "@marginalia/core/Words"
import * as Effect from "effect/Effect"
import type * as FileSystem from "effect/FileSystem"
import type { Stdio } from "effect/Stdio"
import { cellName, isBlank } from "../files/cell.ts"
import { decoding, type FileProblem, InvalidInput, Malformed } from "../files/errors.ts"
import { isArrow, unpacked } from "../files/format.ts"
import { type RawFormat, rawRows, type RawTable } from "../files/raw-rows.ts"
import { isAnnotator, isCalled } from "../files/role-names.ts"
import { readSource, type Source } from "../files/source.ts"
import { checkJson } from "../files/strict-json.ts"
import { labelColumns } from "./columns.ts"
import { matchLabels, type MatchOptions, type PoolIds } from "./match.ts"
import { type FormOptions, labelIn, type OpinionRecord } from "./reading.ts"
import { kindOf } from "./recognize.ts"
import { taskOpinions } from "./studio-opinions.ts"
import { readVocabulary } from "./vocabulary.ts"

/** A label of an item of the pool. */
export interface GivenLabel {
  /** Where the item stands in the pool. */
  readonly position: number
  /** Which annotator gave it, an index of `annotators`. */
  readonly annotator: number
  /** The class, by name. */
  readonly label: string
  /** How sure the annotator is, from 0 to 1: what a column `probability` says; undefined where nothing does. */
  readonly probability?: number | undefined
}

/** What several annotators said of a pool. */
export interface Opinions {
  /** The path as given, or `stdin`. */
  readonly path: string
  /** Their names, in the order in which they come first. */
  readonly annotators: ReadonlyArray<string>
  /** Every label, of an annotator at most one an item. */
  readonly given: ReadonlyArray<GivenLabel>
}

/** How opinions are read. */
export interface OpinionOptions extends FormOptions, Pick<MatchOptions, "strangers"> {
  /** The pool that the labels are of. */
  readonly pool: PoolIds
  /** Labels that stand for none, beside a blank one. Default none. */
  readonly skip?: ReadonlyArray<string> | undefined
}

/** What a column `probability` says of a label. Throws `Malformed` for what is no number from 0 to 1. */
const sureIn = (cell: unknown, row: number): number | undefined => {
  if (isBlank(cell)) return undefined
  const value = Number(cell)
  if (value >= 0 && value <= 1) return value
  throw new Malformed(
    Message.text`the probability in row ${row} is ${Quote.value(cell)}`,
    "give numbers from 0 to 1, or leave it blank",
    { reason: "Value", column: "probability", row, value: cell, expected: "a number from 0 to 1" }
  )
}

const inTable = ({ names, rows }: Omit<RawTable, "sha256">, options: FormOptions): ReadonlyArray<OpinionRecord> => {
  const who = names.findIndex((name) => isAnnotator(name))
  if (who < 0) {
    throw new Malformed(
      `no column says who gave each label (found ${Quote.list(names)})`,
      "name one annotator: a table of id,annotator,label has a row for each label",
      { reason: "Missing", expected: "annotator", column: "annotator", allowed: names }
    )
  }
  const others = names.filter((_, i) => i !== who), sure = names.findIndex((name) => isCalled(name, "probability"))
  const columns = labelColumns(others, (rows[0] ?? []).filter((_, i) => i !== who), "line 1", options)
  return rows.flatMap((cells, row): ReadonlyArray<OpinionRecord> => {
    const at = { row }, cell = (name: string) => cells[names.indexOf(name)]
    const label = columns.label === undefined ? null : labelIn(cell(columns.label), columns.label, at)
    if (label === null) return []
    const called = columns.names.filter((name, i) => i === 0 || !isBlank(cell(name))).map((name) =>
      [name.trim().toLowerCase() === "id" ? "id" : name.trim(), cellName(cell(name), name, at)] as const
    )
    const annotator = cellName(cells[who], names[who]!, at).trim()
    const record = { names: Object.fromEntries(called), label, where: `in row ${row}` }
    return [{ annotator, record, probability: sureIn(cells[sure], row) }]
  })
}

const parsed = (bytes: Uint8Array): unknown => {
  const text = new TextDecoder().decode(bytes)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new Malformed("this is not whole JSON", "export it again", { reason: "Format", expected: "JSON" })
  }
  checkJson(text, value)
  return value
}

const recordsOf = Effect.fnUntraced(function*(source: Source, options: FormOptions) {
  const kind = kindOf(source.bytes)
  if (kind === "json") return yield* decoding(source.path, () => taskOpinions(parsed(source.bytes), options))
  const format: RawFormat | undefined = kind === "csv" || kind === "jsonl"
    ? kind
    : kind === "parquet"
    ? (isArrow(source.bytes) ? "arrow" : "parquet")
    : undefined
  if (format === undefined) {
    const problem = "this holds no labels of several annotators in a form that is known"
    const hint = "give a table of id,annotator,label, or Label Studio's JSON export"
    return yield* new InvalidInput({ path: source.path, problem, hint, reason: "Unsupported", value: kind })
  }
  const table = yield* rawRows(source, format)
  return yield* decoding(source.path, () => inTable(table, options))
})

/** The labels of one annotator, whose items are found by the same rules as everybody's. */
const ofAnnotator = (records: ReadonlyArray<OpinionRecord>, name: string, options: OpinionOptions) => {
  const own = records.filter(({ annotator }) => annotator === name)
  const sure = new Map(own.map(({ probability, record }) => [record, probability]))
  try {
    return matchLabels({ form: "csv", records: own.map(({ record }) => record), notes: [] }, options.pool, options)
      .matched.map(({ position, record }) => ({ position, record, probability: sure.get(record) }))
  } catch (thrown) {
    if (!(thrown instanceof Malformed)) throw thrown
    const problem = Message.text`of the annotator ${Quote.value(name)}: ${thrown.problem}`
    throw new Malformed(problem, thrown.hint, thrown.fault)
  }
}

const matched = (records: ReadonlyArray<OpinionRecord>, options: OpinionOptions): Omit<Opinions, "path"> => {
  const annotators = [...new Set(records.map(({ annotator }) => annotator))]
  if (annotators.length === 0) {
    throw new Malformed("nobody gave a label here", "give a row for each label: id,annotator,label", {
      reason: "Empty"
    })
  }
  const given = annotators.flatMap((name, annotator) =>
    ofAnnotator(records, name, options).map(({ position, probability, record }) => ({
      position,
      annotator,
      label: record.label!,
      ...(probability === undefined ? {} : { probability })
    }))
  )
  return { annotators, given }
}

/**
 * What several annotators said of the items of a pool: a table of `id`, `annotator` and `label` with a row a label (csv, jsonl,
 * parquet or Arrow, gzipped or not; the item may be named by a file as in `readLabels`, and the annotator's column may be called
 * `who`, `worker`, `rater` or `user`), or Label Studio's JSON export, in which every person has an annotation. Blank labels are
 * left out. What there is to say goes to `Notices`.
 *
 * Fails with `InvalidInput` for another form, an item that is not in the pool, and two labels of one annotator for an item;
 * with `FileProblem` for a file that cannot be read.
 *
 * `pathOrDash` is the file, or `-` for the standard input; `options` name the pool.
 */
export const readOpinions = Effect.fn("readOpinions")(function*(
  pathOrDash: string,
  options: OpinionOptions
): Effect.fn.Return<Opinions, InvalidInput | FileProblem, FileSystem.FileSystem | Stdio> {
  const source = yield* unpacked(yield* readSource(pathOrDash))
  const records = yield* recordsOf(source, options)
  const { annotators, given } = yield* decoding(source.path, () => matched(records, options))
  const read = readVocabulary(given.map(({ label }) => label), options.skip)
  const kept = given.flatMap((one, i) => read.classes[i] === null ? [] : [{ ...one, label: read.classes[i]! }])
  const items = new Set(kept.map(({ position }) => position)).size
  yield* notes([
    `${counted(kept.length, "label")} of ${counted(items, "item")} by ${counted(annotators.length, "annotator")}`,
    ...read.notes
  ])
  return { path: source.path, annotators, given: kept }
})
