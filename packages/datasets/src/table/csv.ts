/** Tables of comma-separated values with a header, read piece by piece. */
import { CsvError, Parser } from "csv-parse"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Stream from "effect/Stream"
import { DatasetError, mismatch } from "../errors.ts"
import type { TableOptions } from "./plan.ts"
import { makeRows, type RowBuilder, type Rows } from "./rows.ts"

interface State {
  readonly parser: Parser
  readonly finish: () => Rows
}

const start = (path: string, options: TableOptions): State => {
  let names: ReadonlyArray<string> | undefined, rows: RowBuilder | undefined, line = 1
  const record = (cells: ReadonlyArray<string>, where: string): void => {
    if (names === undefined) {
      names = cells
      rows = makeRows(path, cells, options)
    } else if (cells.length > 1 || cells[0] !== "") {
      const width = `${cells.length} cell${cells.length === 1 ? "" : "s"} where the header has ${names.length}`
      if (cells.length !== names.length) throw mismatch([path], `${where}: ${width}`)
      rows!.add(cells, where)
    }
  }
  const parser = new Parser({
    bom: true,
    relax_column_count: true,
    record_delimiter: ["\r\n", "\n", "\r"],
    on_record: (cells: ReadonlyArray<string>, { lines }) => {
      record(cells, `line ${line}`)
      line = lines + 1
      return null
    }
  })
  const finish = (): Rows => {
    if (rows === undefined) throw mismatch([path], "the file is empty")
    return rows.finish()
  }
  return { parser, finish }
}

const toDatasetError = (path: string) => (thrown: unknown): DatasetError => {
  if (thrown instanceof DatasetError) return thrown
  const { lines } = thrown as { readonly lines?: number }
  const why = thrown instanceof CsvError
    ? `the quotes of the row before line ${(lines ?? 0) + 1} do not match`
    : String(thrown)
  return mismatch([path], why)
}

const push = (parser: Parser, piece: Uint8Array): Effect.Effect<void, unknown> =>
  Effect.callback((resume) => {
    parser.write(piece, (error) => resume(error ? Effect.fail(error) : Effect.void))
  })

const end = (parser: Parser): Effect.Effect<void, unknown> =>
  Effect.callback((resume) => {
    parser.once("error", (error) => resume(Effect.fail(error)))
    parser.once("end", () => resume(Effect.void))
    parser.end()
    parser.resume()
  })

/** The rows of a csv file (UTF-8; a byte order mark is skipped). Fails with {@link DatasetError}, which names the line. */
export const readCsvRows = Effect.fnUntraced(function*(path: string, options: TableOptions) {
  const fs = yield* FileSystem.FileSystem
  const { finish, parser } = start(path, options)
  parser.on("error", () => {})
  const unreadable = (cause: unknown) => new DatasetError({ reason: { _tag: "Unreadable", path, cause } })
  const pieces = Stream.mapError(fs.stream(path), unreadable)
  yield* Stream.runForEach(pieces, (piece) => push(parser, piece)).pipe(
    Effect.andThen(end(parser)),
    Effect.mapError(toDatasetError(path)),
    Effect.ensuring(Effect.sync(() => parser.destroy()))
  )
  return yield* Effect.try({ try: finish, catch: toDatasetError(path) })
})
