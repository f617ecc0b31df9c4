/**
 * What a replay of criteria found, as csv and JSON.
 */
import { csvCell } from "@marginalia/datasets/files/csv-cell"
import { cellsOf } from "@marginalia/datasets/files/safe-csv"
import type { Replayed } from "./replay.ts"

type Field = readonly [title: string, of: (row: Replayed) => string | number | undefined]

const fields: ReadonlyArray<Field> = [
  ["data", ({ dataset }) => dataset],
  ["strategy", ({ strategy }) => strategy],
  ["criterion", ({ criterion }) => criterion],
  ["runs", ({ runs }) => runs],
  ["stopped", ({ stopped }) => stopped],
  ["labels", ({ labels }) => labels],
  ["own", ({ own }) => own],
  ["saved", ({ saved }) => saved],
  ["accuracy", ({ accuracy }) => accuracy],
  ["loss", ({ loss }) => loss],
  ["loss_error", ({ lossError }) => lossError],
  ["worst", ({ worst }) => worst]
]

/**
 * The `rows` of a replay as csv, a header and a line a row, with a line break at the end; what is not known is empty. With `safe`
 * (default false) cells that a spreadsheet would compute are quoted.
 */
export const replayCsv = (rows: ReadonlyArray<Replayed>, safe = false): string => {
  const cellOf = cellsOf(safe)
  const lines = rows.map((row) => fields.map(([, of]) => csvCell(cellOf(String(of(row) ?? "")))).join(","))
  return [fields.map(([title]) => title).join(","), ...lines].map((line) => `${line}\n`).join("")
}

/** The `rows` of a replay as JSON: a list of objects with the fields of {@link Replayed}, with a line break at the end. */
export const replayJson = (rows: ReadonlyArray<Replayed>): string => `${JSON.stringify(rows, undefined, 2)}\n`
