/** Labels in parquet and Arrow: text or whole numbers in columns. */
import * as Effect from "effect/Effect"
import { decoding } from "../files/errors.ts"
import { sniff } from "../files/format.ts"
import { toInvalidInput } from "../files/parquet.ts"
import type { Source } from "../files/source.ts"
import { openParquet } from "../parquet/file.ts"
import type { FormOptions } from "./reading.ts"
import { makeRows } from "./rows.ts"

/** See the module; lists are passed over. Takes the bytes: they are empty afterwards. */
export const parquetLabels = Effect.fnUntraced(function*({ bytes, path }: Source, options: FormOptions) {
  const toError = toInvalidInput(path, sniff(bytes) === "arrow" ? "Arrow" : "parquet")
  const rows = makeRows("parquet", options)
  return yield* Effect.scoped(Effect.gen(function*() {
    const { columns, ranges, read } = yield* Effect.mapError(openParquet({ bytes }), toError)
    const wanted = columns.flatMap(({ isList }, place) => isList ? [] : [place])
    const names = wanted.map((place) => columns[place]!.name)
    yield* decoding(path, () => rows.columns(names))
    for (const range of ranges) {
      const values = yield* Effect.mapError(read(range, wanted), toError)
      yield* decoding(path, () => {
        for (let row = range.rowStart; row < range.rowEnd; row++) {
          rows.add(names, values.map((column) => column[row - range.rowStart]), { row })
        }
      })
      yield* Effect.yieldNow
    }
    return yield* decoding(path, rows.finish)
  }))
})
