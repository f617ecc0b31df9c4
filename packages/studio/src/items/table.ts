/**
 * A table whose rows are labeled: as texts where one column holds them, else as cards.
 */
import * as Message from "@marginalia/core/Message"
import { note } from "@marginalia/core/Notices"
import * as Quote from "@marginalia/core/Quote"
import { numbered } from "@marginalia/datasets/dataset"
import { cellName, isBlank } from "@marginalia/datasets/files/cell"
import { decoding, Malformed } from "@marginalia/datasets/files/errors"
import { type RawTable, readRawTable } from "@marginalia/datasets/files/raw-rows"
import { type Places, placesOf } from "@marginalia/datasets/files/roles"
import { uniqueIds } from "@marginalia/datasets/files/unique-ids"
import * as Effect from "effect/Effect"
import { basename } from "node:path"
import { cellText } from "./fields.ts"
import { textColumn } from "./text-column.ts"

/** What a person says of a table's columns; all of it is optional. */
export interface TableChoice {
  /** The column of texts; by default see {@link textColumn}. */
  readonly textColumn?: string | undefined
  /** The column of ids; by default `id`, else rows are counted from 0. */
  readonly idColumn?: string | undefined
  /** The column of labels; by default the one column that is named like labels. */
  readonly labelColumn?: string | undefined
  /** Whether the first line of a csv file is a row. Default false. */
  readonly noHeader?: boolean | undefined
}

/** A table's rows. */
export interface TableItems {
  readonly _tag: "Table"
  readonly path: string
  readonly name: string
  readonly ids: ReadonlyArray<string>
  /** The ids of all rows of the file, where only some are labeled. */
  readonly whole?: ReadonlyArray<string> | undefined
  /** The places of the rows in the file, where only some are labeled. */
  readonly at?: Uint32Array | undefined
  readonly labels: ReadonlyArray<string | undefined> | undefined
  readonly names: ReadonlyArray<string>
  readonly rows: RawTable["rows"]
  /** The place of the column of texts, or −1. */
  readonly text: number
  /** The places of what is shown beside it, or as a card: neither ids nor labels, splits and predictions. */
  readonly fields: ReadonlyArray<number>
}

const isList = (value: unknown): boolean => Array.isArray(value) || ArrayBuffer.isView(value)

const textPlace = (
  { names, rows }: RawTable,
  places: Places,
  named: string | undefined
): number => {
  if (named === undefined) return textColumn(names, rows, places)
  const place = names.indexOf(named)
  if (place >= 0) return place
  throw new Malformed(
    `there is no column ${Quote.value(named)}`,
    Message.text`give ${Message.setting("textColumn")} one of ${Quote.list(names)}`,
    { reason: "Unknown", value: named, setting: "textColumn", column: named, allowed: names }
  )
}

const idsOf = ({ names, rows }: RawTable, { id }: Places): ReadonlyArray<string> =>
  id < 0
    ? numbered(rows.length)
    : uniqueIds(rows.map((row, i) => cellName(row[id], names[id]!, { row: i })))

const labelsOf = ({ rows }: RawTable, { label }: Places): TableItems["labels"] =>
  label < 0 ? undefined : rows.map((row) => isBlank(row[label]) ? undefined : cellText(row[label]).trim())

const HIDDEN: ReadonlySet<string> = new Set(["label", "split", "prediction"])

const tableOf = (path: string, table: RawTable, choice: TableChoice): TableItems => {
  const { names, rows } = table
  const lists = new Set(names.flatMap((_, place) => rows.some((row) => isList(row[place])) ? [place] : []))
  const places = placesOf(names, lists, choice)
  const text = textPlace(table, places, choice.textColumn)
  const fields = names.flatMap((_, place) =>
    place === places.id || place === text || HIDDEN.has(places.roles[place]!) ? [] : [place]
  )
  return {
    _tag: "Table",
    path,
    name: basename(path).replace(/(\.[^.]*?)(\.gz)?$/i, ""),
    ids: idsOf(table, places),
    labels: labelsOf(table, places),
    names,
    rows,
    text,
    fields
  }
}

/**
 * The rows of a table with what each column is: ids and labels as every reader has them (`roles.ts` of the data sets), the
 * text by {@link textColumn}. Says which column is the text. Fails with `InvalidInput` and `FileProblem`.
 */
export const readTableItems = Effect.fn("studio.readTableItems")(function*(
  { path, ...choice }: TableChoice & { readonly path: string }
) {
  const table = yield* readRawTable(path, { noHeader: choice.noHeader })
  const items = yield* decoding(path, () => tableOf(path, table, choice))
  const column = Message.setting("textColumn")
  yield* note(
    items.text < 0
      ? Message.text`note: rows of ${path} are shown as cards; ${column} names the column of texts, if one is`
      : Message.text`note: the texts are in ${Quote.value(items.names[items.text])}; ${column} names another`
  )
  return items
})
