/**
 * Columns of one's own, at run time: which names are columns, and how their values are checked.
 */
import type { Column } from "./Columns.ts"
import { isRecord, show } from "./query/kinds.ts"
import { BUILT_IN, QUERY_SETTINGS } from "./query/names.ts"
import { refuse } from "./query/refuse.ts"

/** How the values of an own column are checked. */
export interface Declaration {
  /**
   * Whether it holds a value an item: a list then has the pool's length, a matrix a row an item, a list of matrices
   * such matrices. Default true.
   */
  readonly perItem?: boolean
  /** What is wrong with a value, if anything is: a sentence. Default nothing. */
  readonly check?: (value: unknown, size: number) => string | undefined
}

const builtIn: ReadonlySet<string> = new Set(BUILT_IN)
const own = new Map<string, Declaration>()

/**
 * Declares a column of your own, which is merged into `Columns` for the types.
 *
 * `declaration` says how its values are checked; by default they are one an item. A query refuses keys that are no
 * column; a name is one as soon as it is declared here, or a part that needs or adds it was made (`Score.make`,
 * `Stage.define` and so on), so that this is needed only for a column that a query is given before any part that speaks
 * of it exists, or that is not one value an item. A later declaration replaces an earlier one.
 *
 * Throws `InvalidQuery` when the name is one of the library's columns or a setting of a query.
 */
export const declareColumn = (name: Column, declaration: Declaration = {}): void => {
  if (builtIn.has(name) || QUERY_SETTINGS.includes(name)) {
    const what = builtIn.has(name) ? "a column of the library" : "a setting of a query"
    refuse({ _tag: "TakenKey", key: name }, `"${name}" is ${what}`, "choose another name for a column of your own")
  }
  own.set(name, declaration)
}

/** Makes the names that a part speaks of known as columns; what is declared already stays. */
export const mention = (names: ReadonlyArray<string>): void => {
  for (const name of names) if (!builtIn.has(name) && !own.has(name)) own.set(name, {})
}

/** The names of all columns known so far. */
export const columnNames = (): ReadonlyArray<string> => [...BUILT_IN, ...own.keys()]

/** Whether a name is a column. */
export const isColumn = (name: string): boolean => builtIn.has(name) || own.has(name)

const isMatrix = (value: unknown): value is { readonly rows: number } =>
  isRecord(value) && typeof value["rows"] === "number" && "data" in value

/** How many items each list or matrix of a value speaks of, with what to call it. */
const heights = (
  name: string,
  value: unknown
): ReadonlyArray<readonly [name: string, height: number, unit: string]> => {
  if (isMatrix(value)) return [[name, value.rows, "rows"]]
  if (Array.isArray(value) && value.length > 0 && value.every(isMatrix)) {
    return value.map((matrix, i) => [`${name}[${i}]`, matrix.rows, "rows"])
  }
  if (Array.isArray(value)) return [[name, value.length, "values"]]
  if (ArrayBuffer.isView(value) && "length" in value) return [[name, value.length as number, "values"]]
  return []
}

/**
 * Checks the `value` of the own column `name` in a pool of `size` items. Throws `InvalidQuery` that names it, with both
 * lengths.
 */
export const checkOwn = (name: string, value: unknown, size: number): void => {
  const { check, perItem = true } = own.get(name) ?? {}
  if (value === null || typeof value === "function" || typeof value === "symbol") {
    const reason = { _tag: "Kind", key: name, value, expected: "the column's values" } as const
    refuse(reason, `${name} is ${show(value)}`, "give the column's values")
  }
  for (const [what, height, unit] of perItem ? heights(name, value) : []) {
    if (height === size) continue
    const problem = `${what} has ${height} ${unit} and the pool has ${size} items`
    const hint = "give one an item, in pool order"
    const reason = { _tag: "Shape", column: name, value: height, expected: `${size} ${unit}` } as const
    refuse(reason, problem, `${hint} (or say that it is none: declareColumn("${name}", { perItem: false }))`)
  }
  const problem = check?.(value, size)
  if (problem !== undefined) {
    refuse({ _tag: "Shape", column: name, value, expected: "what its check takes" }, `${name}: ${problem}`)
  }
}
