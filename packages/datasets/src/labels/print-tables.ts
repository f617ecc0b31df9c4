/**
 * Labels as tables: csv, tsv, jsonl, JSON, parquet, Hugging Face's metadata, Roboflow's classes.
 */
import { parquetWriteBuffer } from "hyparquet-writer"
import { sortedClasses } from "../class-order.ts"
import { shown } from "../files/cell.ts"
import { csvCell } from "../files/csv-cell.ts"
import { Malformed } from "../files/errors.ts"
import type { Answers, More, Row } from "./answers.ts"

/** A table with a header. */
export const printCsv = (
  header: ReadonlyArray<string>,
  rows: ReadonlyArray<ReadonlyArray<string | null>>,
  delimiter = ","
): string => [header, ...rows].map((row) => `${row.map((text) => csvCell(text ?? "")).join(delimiter)}\n`).join("")

/** Further columns, by name. */
type Columns = NonNullable<Answers["columns"]>

const textOf = (value: More): string | null => value === null ? null : String(value)

/** A table of ids and labels with further columns. */
export const printTable = (key: string, rows: ReadonlyArray<Row>, more: Columns, delimiter = ","): string => {
  const columns = Object.values(more)
  const cells = rows.map((row, i) => [...row, ...columns.map((values) => textOf(values[i]!))])
  return printCsv([key, "label", ...Object.keys(more)], cells, delimiter)
}

/** An object a line. */
export const printJsonl = (key: string, rows: ReadonlyArray<Row>, more: Columns = {}): string => {
  const columns = Object.entries(more)
  const objects = rows.map(([id, label], i) => ({
    [key]: id,
    label,
    ...Object.fromEntries(columns.map(([name, values]) => [name, values[i]!]))
  }))
  return objects.map((object) => `${JSON.stringify(object)}\n`).join("")
}

const columnOf = ([name, values]: readonly [string, ReadonlyArray<More>]) => {
  const isNumber = values.every((value) => value === null || typeof value === "number")
  return isNumber && values.some((value) => value !== null)
    ? { name, data: [...values], type: "DOUBLE" as const, nullable: true }
    : { name, data: values.map(textOf), type: "STRING" as const, nullable: true }
}

/** Columns of text and numbers. */
export const printParquet = (key: string, rows: ReadonlyArray<Row>, more: Columns = {}): Uint8Array =>
  new Uint8Array(parquetWriteBuffer({
    columnData: [
      { name: key, data: rows.map(([id]) => id), type: "STRING", nullable: false },
      { name: "label", data: rows.map(([, label]) => label), type: "STRING", nullable: true },
      ...Object.entries(more).map(columnOf)
    ]
  }))

/** Names that would make another form of the table. */
const TAKEN = new Set(["id", "label", "filename", "annotation_id", "annotator", "lead_time"])

/** `_classes.csv`: 1 in the column of the item's class. Throws {@link Malformed} for classes that it cannot name. */
export const printRoboflow = (rows: ReadonlyArray<Row>): string => {
  const classes = sortedClasses(rows.flatMap(([, label]) => label ?? []))
  const taken = classes.find((name) => TAKEN.has(name.toLowerCase()))
  if (taken !== undefined) {
    throw new Malformed(`a column of roboflow's cannot be called ${shown(taken)}`, "write csv", {
      reason: "Unsupported",
      value: taken,
      setting: "form"
    })
  }
  return printCsv(
    ["filename", ...classes],
    rows.map(([id, label]) => [id, ...classes.map((name) => name === label ? "1" : "0")])
  )
}
