/**
 * How a csv file separates its cells and writes its numbers: found by its first lines.
 */
import { Message } from "@marginalia/core"
import { shown } from "./cell.ts"
import { Malformed } from "./errors.ts"
import { isHeaderName } from "./role-names.ts"

/** What stands between cells. */
export type Delimiter = "," | ";" | "\t"

const DELIMITERS: ReadonlyArray<Delimiter> = [",", ";", "\t"]

const NAMES = { ",": "commas", ";": "semicolons", "\t": "tabs" } as const satisfies Record<Delimiter, string>

/** What a delimiter is called. */
export const delimiterName = (delimiter: Delimiter): string => NAMES[delimiter]

const HEAD = 1 << 16

/** The first line that is not blank, without what stands in quotes. */
const firstLine = (bytes: Uint8Array): string => {
  const text = new TextDecoder().decode(bytes.subarray(0, HEAD)).replace(/^\uFEFF/, "").replace(/"(?:[^"]|"")*"/g, "")
  return text.split(/\r\n|\n|\r/).find((line) => line.trim() !== "") ?? ""
}

/** The delimiter of which the first line holds the most; commas where there is none, and where two are equal. */
export const sniffDelimiter = (bytes: Uint8Array): Delimiter => {
  const line = firstLine(bytes)
  const count = (delimiter: Delimiter): number => line.split(delimiter).length
  return DELIMITERS.reduce((best, next) => count(next) > count(best) ? next : best)
}

const COMMA = /^\s*[+-]?(?:\d+,\d+|,\d+)(?:[eE][+-]?\d+)?\s*$/
const POINT = /^\s*[+-]?(?:\d+\.\d*|\.\d+)(?:[eE][+-]?\d+)?\s*$/

/** Whether a row writes its fractions with commas: some cell does, and none with a point. */
export const hasDecimalCommas = (cells: ReadonlyArray<string>): boolean =>
  cells.some((cell) => COMMA.test(cell)) && !cells.some((cell) => POINT.test(cell))

/** Whether a cell has a point, which among fractions with commas may part thousands. */
export const hasPoint = (cell: string): boolean => POINT.test(cell)

/** Whether a file whose cells are not separated by commas writes its fractions with them: in its first lines, 64 KiB. */
export const writesCommas = (bytes: Uint8Array): boolean => {
  const delimiter = sniffDelimiter(bytes)
  if (delimiter === ",") return false
  const text = new TextDecoder().decode(bytes.subarray(0, HEAD)).replace(/"(?:[^"]|"")*"/g, (cell) => cell.slice(1, -1))
  const [, ...rows] = text.split(/\r\n|\n|\r/).filter((line) => line.trim() !== "")
  return hasDecimalCommas(rows.flatMap((row) => row.split(delimiter)))
}

/** A number with a decimal comma with a point instead; any other text as it is. */
export const withPoint = (cell: string): string => COMMA.test(cell) ? cell.replace(",", ".") : cell

const NUMBER = /^\s*[+-]?(?:\d+\.?\d*|\.\d+|\d+,\d+)(?:[eE][+-]?\d+)?\s*$/

const isCount = (names: ReadonlyArray<string>): boolean =>
  names.every((name, i) => name === String(i)) || names.every((name, i) => name === String(i + 1))

/**
 * Refuses a first line that is a row and not a header: numbers, unless they count the columns as pandas does, or as
 * many fractions as names, unless one of these is a header's own (classes in `filename,+1,-1` may be called like numbers). Throws {@link Malformed}.
 */
export const checkHeader = (names: ReadonlyArray<string>): void => {
  const numbers = names.filter((name) => NUMBER.test(name))
  const fractions = numbers.filter((name) => !/^\s*\d+\s*$/.test(name))
  if (names.some(isHeaderName)) return
  const isRow = (numbers.length === names.length && !isCount(names)) || 2 * fractions.length >= names.length
  if (!isRow) return
  const problem = `this file seems to have no header: line 1 holds numbers (${
    shown(numbers[0])
  }, …) where names should be`
  const noHeader = Message.setting("noHeader", { value: true })
  const hint = Message.text`add a header, such as id,x0,x1; or pass ${noHeader}, which names the columns 0, 1, …`
  throw new Malformed(problem, hint, {
    reason: "Missing",
    expected: "a header",
    setting: "noHeader",
    line: 1,
    value: numbers[0]
  })
}
