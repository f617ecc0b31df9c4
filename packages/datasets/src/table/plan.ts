/** Which columns of a table are what. */
import * as Quote from "@marginalia/core/Quote"
import { mismatch } from "../errors.ts"

/** The columns to take; the names are the defaults where such columns are there. */
export interface TableOptions {
  /** The name of each row; `id` by default, and rows are numbered where there is none. */
  readonly idColumn?: string
  /** The class of each row; `label` by default. */
  readonly labelColumn?: string
  /** `train`, `val` or `test`; `split` by default. */
  readonly splitColumn?: string
}

/** Columns by their places; −1 where there is none. */
export interface TablePlan {
  readonly names: ReadonlyArray<string>
  readonly id: number
  readonly label: number
  readonly split: number
  /** The one column of lists, or −1 where the numbers are in columns of their own. */
  readonly list: number
  readonly numeric: ReadonlyArray<number>
}

/** Whether a value is a list of numbers, and not one of them. */
export const isList = (value: unknown): value is ArrayLike<unknown> =>
  Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView))

const place = (path: string, names: ReadonlyArray<string>, given: string | undefined, usual: string): number => {
  const at = names.indexOf(given ?? usual)
  if (at >= 0 || given === undefined) return at
  throw mismatch(
    [path],
    `there is no column "${given}"; there are ${Quote.list(names)}`
  )
}

/**
 * The plan for a table with these columns and this first row: the numbers are the one column of lists, or all columns that
 * are nothing else. Throws a `DatasetError`: a column that is not there, or twice; several lists; no numbers.
 */
export const planTable = (
  path: string,
  names: ReadonlyArray<string>,
  first: ReadonlyArray<unknown>,
  { idColumn, labelColumn, splitColumn }: TableOptions
): TablePlan => {
  const seen = new Set<string>()
  const twice = names.find((name) => seen.size === seen.add(name).size)
  if (twice !== undefined) throw mismatch([path], `two columns are named ${Quote.value(twice)}; rename one`)
  const id = place(path, names, idColumn, "id"), label = place(path, names, labelColumn, "label")
  const split = place(path, names, splitColumn, "split")
  const others = names.flatMap((_, i) => i === id || i === label || i === split ? [] : [i])
  const lists = others.filter((i) => isList(first[i]))
  if (lists.length > 1) {
    throw mismatch(
      [path],
      `${lists.length} columns hold lists (${Quote.list(lists.map((i) => names[i]))}); keep one`
    )
  }
  if (others.length === 0) throw mismatch([path], "there is no column of numbers beside id, label and split")
  const [list = -1] = lists
  return { names, id, label, split, list, numeric: list < 0 ? others : [] }
}
