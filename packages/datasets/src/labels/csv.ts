/**
 * Labels in csv: commas, tabs or semicolons.
 */
import * as Effect from "effect/Effect"
import { readCsv } from "../files/csv.ts"
import { decoding } from "../files/errors.ts"
import type { Source } from "../files/source.ts"
import { makeRows } from "./rows.ts"
import type { FormOptions, Reading } from "./told.ts"

const words: { readonly [delimiter: string]: string } = { "\t": "tabs", ";": "semicolons" }

const KNOWN = /^(?:id|label|labels|file_?name|file|path|image|annotation_id|choice)$/i

/** The delimiter of a header: the one that makes two cells or more, one of which is a name that labels have. */
export const delimiterOf = (header: string): "," | "\t" | ";" => {
  const cells = (delimiter: string) =>
    header.split(delimiter).map((cell) => cell.trim().replace(/^"(.*)"$/, "$1").trim())
  const fits = (delimiter: string) => {
    const found = cells(delimiter)
    return found.length > 1 && found.some((cell) => KNOWN.test(cell))
  }
  return ([",", "\t", ";"] as const).find(fits) ?? (header.includes("\t") && !header.includes(",") ? "\t" : ",")
}

/** Reads a table whose first line is `header`. */
export const csvLabels = Effect.fnUntraced(function*(source: Source, header: string, options: FormOptions) {
  const delimiter = delimiterOf(header)
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
  }, { delimiter })
  const reading = yield* decoding(source.path, rows.finish)
  const said = words[delimiter]
  const notes = said === undefined || !any ? reading.notes : [...reading.notes, `the labels are separated by ${said}`]
  return { ...reading, notes } satisfies Reading as Reading
})
