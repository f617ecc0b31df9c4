/**
 * Conditions on the columns of a table, by which items are kept: `site != "A" and width >= 64`. They are read by a grammar of
 * their own (see `parse`), and never run as code.
 */
import type * as Message from "@marginalia/core/Message"
import * as Effect from "effect/Effect"
import { shown } from "./files/cell.ts"
import { Malformed } from "./files/errors.ts"
import { UsageProblem } from "./problems.ts"
import { parse, type Sign, type Value, type Where } from "./where/parse.ts"

export type { Sign, Value, Where } from "./where/parse.ts"

/**
 * The condition in `text`: comparisons of a column with a value (`==`, `!=`, `<`, `<=`, `>`, `>=`, `in (…)`, `not in (…)`),
 * joined by `and`, `or`, `not` and parentheses. Texts are in quotes, names with spaces between backquotes; `null` is an empty
 * cell.
 *
 * Fails with `UsageProblem` for a text that cannot be read; it says where, and what was expected there.
 *
 * @example
 * ```ts
 * import { columnsOf, matcher, readWhere } from "@marginalia/datasets/where"
 * import * as Effect from "effect/Effect"
 *
 * const where = Effect.runSync(readWhere(`site in ("A", "B") and not width < 64`))
 * console.log(columnsOf(where)) // => [ 'site', 'width' ]
 * const keep = matcher(where, new Map([["site", ["A", "C"]], ["width", ["64", "80"]]]))
 * console.log([0, 1].filter(keep)) // => [ 0 ]
 * ```
 */
export const readWhere = (text: string): Effect.Effect<Where, UsageProblem> =>
  Effect.try({
    try: () => parse(text),
    catch: (error) => {
      if (error instanceof UsageProblem) return error
      throw error
    }
  })

const comparisons = (where: Where): ReadonlyArray<readonly [column: string, values: ReadonlyArray<Value>]> => {
  if (where._tag === "And" || where._tag === "Or") return where.of.flatMap(comparisons)
  if (where._tag === "Not") return comparisons(where.of)
  return [[where.column, where._tag === "In" ? where.values : [where.value]]]
}

/** The columns that a condition, `where`, looks at, each once, in the order of the text. */
export const columnsOf = (where: Where): ReadonlyArray<string> => [
  ...new Set(comparisons(where).map(([column]) => column))
]

/** The columns that a condition, `where`, compares with a text, each once: they hold texts, and are no numbers of a vector. */
export const textsOf = (where: Where): ReadonlyArray<string> => [
  ...new Set(
    comparisons(where).flatMap(([column, values]) => values.some((value) => typeof value === "string") ? [column] : [])
  )
]

const byOrder: { readonly [S in Exclude<Sign, "==" | "!=">]: (order: number) => boolean } = {
  "<": (order) => order < 0,
  "<=": (order) => order <= 0,
  ">": (order) => order > 0,
  ">=": (order) => order >= 0
}

const numberIn = (cell: string, column: string, row: number): number => {
  const number = Number(cell)
  if (!Number.isNaN(number)) return number
  const problem: Message.Message = `row ${row}, column ${shown(column)} holds ${shown(cell)}, which is no number`
  throw new Malformed(problem, "repair the cell, or compare it with a text in quotes", {
    reason: "Value",
    row,
    column,
    value: cell,
    expected: "a number"
  })
}

const orderOf = (a: string | number, b: string | number): number => a < b ? -1 : a > b ? 1 : 0

/** How a cell stands to a value: below (−1), equal (0), above (1), or not to be ordered (NaN). An empty cell is `null`. */
const standing = (cell: string, value: Value, column: string, row: number): number => {
  if (cell === "" || value === null) return cell === "" && value === null ? 0 : Number.NaN
  return orderOf(typeof value === "number" ? numberIn(cell, column, row) : cell, value)
}

/**
 * Which rows a condition, `where`, holds of: a function of the row's number, from 0. `columns` holds the cells of each column by
 * row, trimmed, `""` where they are empty; all of {@link columnsOf} must be there.
 *
 * With a number a cell is compared as a number, with a text as a text, by code units (so dates as 2026-11-29 are in order).
 * There are two truth values: an empty cell equals `null` alone, is below and above nothing, and `!=` and `not in` are the
 * contrary of `==` and `in`: `site != "A"` keeps rows without a site. The function throws `Malformed` where a cell that is
 * compared with a number holds none.
 */
export const matcher = (
  where: Where,
  columns: ReadonlyMap<string, ReadonlyArray<string>>
): (row: number) => boolean => {
  switch (where._tag) {
    case "And": {
      const all = where.of.map((one) => matcher(one, columns))
      return (row) => all.every((holds) => holds(row))
    }
    case "Or": {
      const all = where.of.map((one) => matcher(one, columns))
      return (row) => all.some((holds) => holds(row))
    }
    case "Not": {
      const holds = matcher(where.of, columns)
      return (row) => !holds(row)
    }
    case "Compare": {
      const { column, sign, value } = where, cells = columns.get(column)!
      const at = (row: number) => standing(cells[row]!, value, column, row)
      if (sign === "==") return (row) => at(row) === 0
      if (sign === "!=") return (row) => at(row) !== 0
      const holds = byOrder[sign]
      return (row) => holds(at(row))
    }
    case "In": {
      const { column, values } = where, cells = columns.get(column)!
      return (row) => values.some((value) => standing(cells[row]!, value, column, row) === 0)
    }
  }
}
