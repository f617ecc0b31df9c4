/**
 * The forms that are a folder: which files it has, and where each comes from.
 */
import { note } from "@marginalia/core/Notices"
import * as Quote from "@marginalia/core/Quote"
import { counted } from "@marginalia/core/Words"
import { decoding } from "@marginalia/datasets/files/errors"
import { printLabels } from "@marginalia/datasets/labels/write"
import * as Effect from "effect/Effect"
import { allAnswers } from "./answers.ts"
import { describeAll } from "./document.ts"
import { checkFolders, fileNames } from "./place.ts"
import type { Row } from "./rows.ts"
import { rowsFor, type Subject } from "./subject.ts"

/** Forms that are a folder. */
export type FolderFormat = "folders" | "huggingface"

/** A file to be: the image of an item, or a text. `path` is below the folder, with `/` between. */
export type Part =
  | { readonly _tag: "Image"; readonly path: string; readonly item: number }
  | { readonly _tag: "Text"; readonly path: string; readonly contents: string }

/** All that was said, for who wants more than the form can say; {@link "./import.ts"} reads it. */
export const TABLE = "labels.csv"

const ENDING = /\.(?:jpe?g|png|webp|gif|tiff?|avif|bmp)$/i

const endingOf = (id: string): string => ENDING.test(id) ? "" : ".png"

interface Placed {
  readonly row: Row
  readonly name: string
}

const place = (labeled: ReadonlyArray<Row>): ReadonlyArray<Placed> => {
  const names = fileNames(labeled.map(({ id }) => id), endingOf)
  return labeled.map((row, i) => ({ row, name: names[i]! }))
}

/** Readers number classes by their folders, so that both parts need all of them. */
const sayMissing = (labeled: ReadonlyArray<Row>) => {
  const of = (split: Row["split"]) => new Set(labeled.filter((row) => row.split === split).map(({ label }) => label!))
  const train = of("train"), test = of("test")
  if (train.size === 0 || test.size === 0) return Effect.void
  const missing = [...train].filter((name) => !test.has(name)), alone = [...test].filter((name) => !train.has(name))
  const said = (names: ReadonlyArray<string>, where: string) =>
    names.length === 0
      ? Effect.void
      : note(
        `note: no image of ${Quote.list(names)} is in ${where}; readers that number classes by folder need one in both`
      )
  return Effect.andThen(said(missing, "test"), said(alone, "train"))
}

const byClass = (placed: ReadonlyArray<Placed>): ReadonlyArray<Part> =>
  placed.map(({ name, row: { item, label, split } }) => ({ _tag: "Image", path: `${split}/${label!}/${name}`, item }))

const splits = ["train", "test"] as const

const jsonl = (rows: ReadonlyArray<Readonly<Record<string, unknown>>>): string =>
  rows.map((row) => `${JSON.stringify(row)}\n`).join("")

const withMetadata = (placed: ReadonlyArray<Placed>): ReadonlyArray<Part> =>
  splits.flatMap((split): ReadonlyArray<Part> => {
    const own = placed.filter(({ row }) => row.split === split)
    if (own.length === 0) return []
    const contents = jsonl(own.map(({ name, row: { id, label } }) => ({ file_name: name, label: label!, id })))
    const images = own.map(({ name, row }): Part => ({ _tag: "Image", path: `${split}/${name}`, item: row.item }))
    return [{ _tag: "Text", path: `${split}/metadata.jsonl`, contents }, ...images]
  })

const asJsonl = Effect.fnUntraced(function*(subject: Subject, labeled: ReadonlyArray<Row>) {
  const described = yield* describeAll(subject, labeled)
  return splits.flatMap((split): ReadonlyArray<Part> => {
    const own = labeled.flatMap(({ label, split: mine }, i) => {
      const { fields = [], id, text } = described[i]!
      const more = Object.fromEntries(fields.map(({ name, value }) => [name, value]))
      return mine === split ? [{ ...more, ...(text === undefined ? {} : { text }), id, label: label! }] : []
    })
    return own.length === 0 ? [] : [{ _tag: "Text", path: `${split}.jsonl`, contents: jsonl(own) }]
  })
})

/**
 * The files of a project in a form that is a folder. Each image keeps its name where only one has it; `labels.csv` says all
 * that was said. Says how many items without a label are left out, and of which class a part has no image.
 *
 * Fails with `InvalidInput`: class names that can be no folders, items that have changed.
 */
export const planFolder = Effect.fn("studio.planFolder")(function*(subject: Subject, format: FolderFormat) {
  const rows = yield* rowsFor(subject, format), labeled = rows.filter(({ status }) => status === "labeled")
  const isImages = subject.items.kind === "image"
  if (format === "folders") {
    yield* decoding(subject.folder, () => checkFolders([...new Set(labeled.map(({ label }) => label!))]))
  }
  if (rows.length > labeled.length) {
    yield* note(`note: ${counted(rows.length - labeled.length, "item")} without a label in ${TABLE} only`)
  }
  if (format === "folders") yield* sayMissing(labeled)
  const [table] = yield* decoding(subject.folder, () => printLabels("csv", allAnswers(rows)))
  const parts = format === "folders"
    ? byClass(place(labeled))
    : isImages
    ? withMetadata(place(labeled))
    : yield* asJsonl(subject, labeled)
  return [...parts, { _tag: "Text", path: TABLE, contents: String(table!.contents) }] satisfies ReadonlyArray<
    Part
  > as ReadonlyArray<Part>
})
