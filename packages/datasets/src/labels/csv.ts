/**
 * Labels in csv: commas, tabs or semicolons.
 */
import * as Effect from "effect/Effect"
import { readCsv } from "../files/csv.ts"
import { delimiterName, sniffDelimiter } from "../files/dialect.ts"
import { decoding } from "../files/errors.ts"
import type { Source } from "../files/source.ts"
import type { FormOptions, Reading } from "./reading.ts"
import { makeRows } from "./rows.ts"

/** Reads a table, whose separator is found as for every other table. */
export const csvLabels = Effect.fnUntraced(function*(source: Source, options: FormOptions) {
  const delimiter = sniffDelimiter(source.bytes)
  const rows = makeRows(delimiter === "\t" ? "tsv" : "csv", options)
  let names: ReadonlyArray<string> = []
  let any = false
  yield* readCsv(source, {
    header: (found) => {
      names = found
      rows.columns(found)
    },
    row: (cells, row, line) => {
      any = true
      rows.add(names, cells, { row, line })
    }
  }, { delimiter, blankRows: options.byPosition })
  const reading = yield* decoding(source.path, rows.finish)
  const separator = `the labels are separated by ${delimiterName(delimiter)}`
  const notes = delimiter === "," || !any ? reading.notes : [...reading.notes, separator]
  return { ...reading, notes } satisfies Reading as Reading
})
