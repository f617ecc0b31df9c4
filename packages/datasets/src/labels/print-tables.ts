/**
 * Labels as tables: csv, tsv, jsonl, JSON, parquet, Hugging Face's metadata, Roboflow's classes.
 */
import { parquetWriteBuffer } from "hyparquet-writer"
import { sortedClasses } from "../class-order.ts"
import { shown } from "../files/cell.ts"
import { csvCell } from "../files/csv-cell.ts"
import { Malformed } from "../files/errors.ts"
import type { Row } from "./answers.ts"

/** A table with a header. */
export const printCsv = (
  header: ReadonlyArray<string>,
  rows: ReadonlyArray<ReadonlyArray<string | null>>,
  delimiter = ","
): string => [header, ...rows].map((row) => `${row.map((text) => csvCell(text ?? "")).join(delimiter)}\n`).join("")

/** An object a line. */
export const printJsonl = (key: string, rows: ReadonlyArray<Row>): string =>
  rows.map(([id, label]) => `${JSON.stringify({ [key]: id, label })}\n`).join("")

/** Two columns of text. */
export const printParquet = (key: string, rows: ReadonlyArray<Row>): Uint8Array =>
  new Uint8Array(parquetWriteBuffer({
    columnData: [
      { name: key, data: rows.map(([id]) => id), type: "STRING", nullable: false },
      { name: "label", data: rows.map(([, label]) => label), type: "STRING", nullable: true }
    ]
  }))

/** Names that would make another form of the table. */
const TAKEN = new Set(["id", "label", "filename", "annotation_id", "annotator", "lead_time"])

/** `_classes.csv`: 1 in the column of the item's class. Throws {@link Malformed} for classes that it cannot name. */
export const printRoboflow = (rows: ReadonlyArray<Row>): string => {
  const classes = sortedClasses(rows.flatMap(([, label]) => label ?? []))
  const taken = classes.find((name) => TAKEN.has(name.toLowerCase()))
  if (taken !== undefined) throw new Malformed(`a column of roboflow's cannot be called ${shown(taken)}`, "write csv")
  return printCsv(
    ["filename", ...classes],
    rows.map(([id, label]) => [id, ...classes.map((name) => name === label ? "1" : "0")])
  )
}
