/**
 * Values separated by commas, semicolons or tabs, with a header, read piece by piece.
 */
import { CsvError, Parser } from "csv-parse"
import * as Effect from "effect/Effect"
import { checkHeader, type Delimiter, sniffDelimiter } from "./dialect.ts"
import { type InvalidInput, Malformed, toInvalidInput } from "./errors.ts"
import type { Source } from "./source.ts"

/** What is done with the header and with each row; both may throw {@link Malformed}. */
export interface CsvSink {
  readonly header: (names: ReadonlyArray<string>) => void
  /** `row` counts from 0 without the header, `line` from 1 with it; there are as many cells as names. */
  readonly row: (cells: ReadonlyArray<string>, row: number, line: number) => void
}

/** How a csv file is read. */
export interface CsvOptions {
  /** What stands between cells; default: what the first line holds the most of. */
  readonly delimiter?: Delimiter | undefined
  /** Whether the first line is a row; then the columns are named 0, 1, … Default false. */
  readonly noHeader?: boolean | undefined
  /** Whether a blank line in a file of one column is a row whose cell is blank. Default false. */
  readonly blankRows?: boolean | undefined
}

const PIECE = 256 << 10

const checkWidth = (cells: number, names: number, row: number, line: number): void => {
  if (cells === names) return
  const problem = `row ${row} (line ${line}) has ${cells} ${cells === 1 ? "cell" : "cells"} and the header ${names}`
  throw new Malformed(problem, "make all rows equally long; a cell with a comma in it needs quotes", {
    reason: "Mismatch",
    row,
    line,
    value: cells,
    expected: names
  })
}

/** Turns csv-parse's records into header and rows, and keeps count of rows, lines and blank lines. */
const makeRecords = (sink: CsvSink, { blankRows = false, noHeader = false }: CsvOptions) => {
  let names: ReadonlyArray<string> | undefined
  let rows = 0
  let lines = 0
  let blank = 0
  const record = (cells: ReadonlyArray<string>, line: number): void => {
    if (names === undefined && noHeader) sink.header(names = cells.map((_, i) => String(i)))
    if (names === undefined) {
      checkHeader(cells)
      // A space around a name is never meant.
      sink.header(names = cells.map((name) => name.trim()))
    } else if (cells.length === 1 && cells[0] === "" && !(blankRows && names.length === 1)) {
      blank ||= line
    } else {
      // In a file of one column a blank line may be a missing value, which would shift all that follow.
      if (blank > 0 && names.length === 1) {
        throw new Malformed(`line ${blank} is blank`, "fill it in, or delete it", {
          reason: "Missing",
          expected: "a cell",
          line: blank
        })
      }
      checkWidth(cells.length, names.length, rows, line)
      sink.row(cells, rows++, line)
    }
  }
  return {
    add: (cells: ReadonlyArray<string>, lastLine: number): void => {
      record(cells, lines + 1)
      lines = lastLine
    },
    nextLine: () => lines + 1,
    isEmpty: () => names === undefined
  }
}

/** What csv-parse complains about, in our words; the line is the one on which the broken row begins. */
const toMalformed = (error: unknown, line: number): unknown => {
  if (!(error instanceof CsvError)) return error
  const problem = error.code === "CSV_QUOTE_NOT_CLOSED"
    ? `a quote in the row that begins on line ${line} is never closed`
    : `the quotes in the row that begins on line ${line} do not match`
  return new Malformed(problem, "put cells that contain quotes or commas into quotes, and double the quotes inside", {
    reason: "Format",
    expected: "csv",
    line
  })
}

const write = (parser: Parser, piece: Uint8Array): Effect.Effect<void, unknown> =>
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

/**
 * Hands the header and every row of a csv file (UTF-8, a byte order mark is skipped) to `sink`. Gives what separates the
 * cells: commas, semicolons or tabs.
 *
 * Blank lines are skipped where that is safe. Fails for an empty file, a first line of numbers, rows of another length
 * than the header (with the line), quotes that do not match, and whatever `sink` throws.
 */
export const readCsv = Effect.fn("readCsv")(
  function*(source: Source, sink: CsvSink, options: CsvOptions = {}): Effect.fn.Return<Delimiter, InvalidInput> {
    const { delimiter = sniffDelimiter(source.bytes) } = options
    const records = makeRecords(sink, options)
    const parser = new Parser({
      bom: true,
      delimiter,
      relax_column_count: true,
      record_delimiter: ["\r\n", "\n", "\r"],
      on_record: (cells: ReadonlyArray<string>, { lines }) => {
        records.add(cells, lines)
        return null
      }
    })
    parser.on("error", () => {})
    const parse = Effect.gen(function*() {
      for (let at = 0; at < source.bytes.length; at += PIECE) {
        yield* write(parser, source.bytes.subarray(at, at + PIECE))
        yield* Effect.yieldNow
      }
      yield* end(parser)
      if (records.isEmpty()) {
        return yield* Effect.fail(
          new Malformed("the file is empty", "a csv file begins with a header, such as id,x0,x1", { reason: "Empty" })
        )
      }
    })
    yield* parse.pipe(
      Effect.catch((error) => toInvalidInput(source.path)(toMalformed(error, records.nextLine()))),
      Effect.ensuring(Effect.sync(() => parser.destroy()))
    )
    return delimiter
  }
)
