/** Labels in jsonl: an object a line. */
import * as Effect from "effect/Effect"
import { decoding } from "../files/errors.ts"
import { readJsonl } from "../files/jsonl.ts"
import type { Source } from "../files/source.ts"
import type { FormOptions } from "./reading.ts"
import { makeRows } from "./rows.ts"

/** See the module. Keys are columns; every line has those of ids and labels. */
export const jsonlLabels = Effect.fnUntraced(function*(source: Source, options: FormOptions) {
  const rows = makeRows("jsonl", options)
  yield* readJsonl(source, (object, row, line) => {
    const names = Object.keys(object)
    rows.add(names, names.map((name) => object[name]), { row, line })
  })
  return yield* decoding(source.path, rows.finish)
})
