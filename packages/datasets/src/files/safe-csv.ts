/**
 * Cells that a spreadsheet would run. A program reads csv as it is; who opens it in a spreadsheet asks for `--safe-csv`.
 */
import * as Flag from "effect/cli/Flag"

const runs = /^[=+\-@\t\r]/
const number = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$|^-Infinity$/i

/** A text that a spreadsheet would run as a formula, with an apostrophe before it; anything else, numbers too, as it is. */
export const safeCell = (text: string): string => runs.test(text) && !number.test(text) ? `'${text}` : text

/** How cells are written: as they are, or safe. */
export const cellsOf = (safe: boolean): (text: string) => string => safe ? safeCell : (text) => text

/** `--safe-csv`. */
export const safeCsv = Flag.Boolean("safe-csv").pipe(
  Flag.withoutNegation,
  Flag.withDescription(
    "Put ' before csv cells that a spreadsheet would run: texts that begin with = + - @, a tab or a CR"
  ),
  Flag.withDefault(false)
)
