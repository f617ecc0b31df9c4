/**
 * The forms that are one file.
 */
import { note } from "@marginalia/core/Notices"
import { counted } from "@marginalia/core/Words"
import { decoding } from "@marginalia/datasets/files/errors"
import type { LabelForm } from "@marginalia/datasets/files/labels"
import type { WriteOptions } from "@marginalia/datasets/labels/answers"
import { printLabels } from "@marginalia/datasets/labels/write"
import * as Effect from "effect/Effect"
import type { Described } from "../items/item.ts"
import { allAnswers, labeledAnswers } from "./answers.ts"
import { aboutOf, type Format } from "./format.ts"
import type { Row } from "./rows.ts"
import { rowsFor, type Subject } from "./subject.ts"

/** Forms that are a file. */
export type FileFormat = Exclude<Format, "folders" | "huggingface">

const forms: { readonly [format in FileFormat]: Exclude<LabelForm, "folder"> } = {
  "csv": "csv",
  "parquet": "parquet",
  "label-studio": "label-studio-json",
  "cvat": "cvat-xml",
  "coco": "coco"
}

/** How many items are looked at at once. */
const AT_ONCE = 8

/** What is known of each row's item; one that is gone has its id alone. */
export const describeAll = ({ items }: Subject, rows: ReadonlyArray<Row>): Effect.Effect<ReadonlyArray<Described>> =>
  Effect.forEach(
    rows,
    ({ id, item }) => Effect.orElseSucceed(items.describe(item), (): Described => ({ id })),
    { concurrency: AT_ONCE }
  )

const sizesOf = (described: ReadonlyArray<Described>): ReadonlyMap<string, readonly [number, number]> =>
  new Map(
    described.flatMap(({ height, id, width }) =>
      width === undefined || height === undefined ? [] : [[id, [width, height] as const] as const]
    )
  )

const dataOf = ({ fields = [], id, text }: Described): Readonly<Record<string, unknown>> => ({
  id,
  ...Object.fromEntries(fields.map(({ name, value }) => [name, value])),
  ...(text === undefined ? {} : { text })
})

const taskOptions = Effect.fnUntraced(function*(subject: Subject, rows: ReadonlyArray<Row>) {
  const { kind } = subject.items
  if (kind === "image") return { dataField: "image" } satisfies WriteOptions as WriteOptions
  const data = new Map((yield* describeAll(subject, rows)).map((one) => [one.id, dataOf(one)]))
  return {
    dataField: kind === "text" ? "text" : "id",
    taskData: (id) => data.get(id) ?? { id }
  } satisfies WriteOptions as WriteOptions
})

const leftOut = (rows: ReadonlyArray<Row>, format: Format) => {
  const count = rows.filter(({ status }) => status !== "labeled").length
  return count === 0
    ? Effect.void
    : note(`note: ${counted(count, "item")} without a label left out: ${format} cannot say them`)
}

/**
 * A project's labels in a form that is one file, as text or bytes. Says what is left out. Fails with `InvalidInput` for what
 * the form cannot say (a class name with half of a character), and where the items have changed.
 */
export const printProject = Effect.fn("studio.printProject")(function*(subject: Subject, format: FileFormat) {
  const rows = yield* rowsFor(subject, format), lossy = format === "coco" || format === "cvat"
  const labeled = rows.filter(({ status }) => status === "labeled")
  if (lossy) yield* leftOut(rows, format)
  if (format === "coco") yield* note(`note: ${aboutOf(format).says}`)
  const answers = lossy ? labeledAnswers(rows, sizesOf(yield* describeAll(subject, labeled))) : allAnswers(rows)
  const options = format === "label-studio" ? yield* taskOptions(subject, rows) : {}
  const [file] = yield* decoding(subject.folder, () => printLabels(forms[format], answers, options))
  return file!.contents
})
