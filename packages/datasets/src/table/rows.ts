/** The rows of a table to ids, classes and vectors. */
import * as Narrow from "@marginalia/core/Narrow"
import { value as shown } from "@marginalia/core/Quote"
import { mismatch } from "../errors.ts"
import { isList, planTable, type TableOptions, type TablePlan } from "./plan.ts"

/** A table, read. */
export interface Rows {
  readonly ids: ReadonlyArray<string>
  readonly data: Float32Array
  readonly cols: number
  /** The class of each row as it is written; undefined without such a column. */
  readonly labels: ReadonlyArray<string> | undefined
  readonly splits: ReadonlyArray<string> | undefined
}

/** Takes rows one by one. */
export interface RowBuilder {
  /** Adds a row, whose values are in the order of the names; `where` says in words where it is. Throws a `DatasetError`. */
  readonly add: (values: ReadonlyArray<unknown>, where: string) => void
  readonly finish: () => Rows
}

const textOf = (value: unknown): string =>
  typeof value === "string"
    ? value
    : typeof value === "number" || typeof value === "bigint" || typeof value === "boolean"
    ? String(value)
    : ""

const numberOf = (value: unknown): number => {
  if (typeof value === "string") return value.trim() === "" ? NaN : Number(value)
  return typeof value === "number" || typeof value === "bigint" || typeof value === "boolean" ? Number(value) : NaN
}

const parseList = (value: string): unknown => {
  try {
    return JSON.parse(value)
  } catch {
    return value
  }
}

/** In csv a cell that begins with a bracket is a list. */
const untext = (value: unknown): unknown =>
  typeof value === "string" && value.startsWith("[") ? parseList(value) : value

const WHOLE = /^\s*[+-]?\d+\s*$/

/** A whole number beyond 2^53 with all its digits; other numbers as they are. */
const exactly = (value: unknown, number: number): number | bigint => {
  if (Number.isSafeInteger(number) || !Number.isInteger(number)) return number
  if (typeof value === "bigint") return value
  return typeof value === "string" && WHOLE.test(value) ? BigInt(value) : number
}

/** The numbers in single precision, which networks see; refuses what that would not tell apart. */
const single = (path: string, narrowed: Narrow.Narrowed, nameOf: (column: number) => string): Float32Array => {
  const { distinct, matrix: { data, offset }, moved: [first] } = narrowed
  if (Narrow.vanished(narrowed)) {
    throw mismatch(
      [path],
      `${distinct} distinct rows are too small for single precision and became one; scale their numbers`
    )
  }
  if (first === undefined) return data
  const problem = `column ${nameOf(first)} lies around ${
    offset![first]
  } and varies so little that single precision loses it`
  throw mismatch([path], `${problem}; subtract ${offset![first]} from it, in all files alike`)
}

/** Collects the rows of a table with these columns. */
export const makeRows = (path: string, names: ReadonlyArray<string>, options: TableOptions): RowBuilder => {
  const ids: Array<string> = [], labels: Array<string> = [], splits: Array<string> = []
  const seen = new Set<string>()
  let plan: TablePlan | undefined, numbers: Narrow.Collector | undefined, cols = 0, rows = 0

  const wrong = (where: string, column: number, problem: string) =>
    mismatch([path], `${where}, column ${shown(names[column])} ${problem}`)
  const text = (value: unknown, where: string, column: number): string => {
    const found = textOf(value)
    if (found === "") throw wrong(where, column, "is empty")
    return found
  }
  const vector = (values: ReadonlyArray<unknown>, { list, numeric }: TablePlan, where: string): ArrayLike<unknown> => {
    if (list < 0) return numeric.map((i) => values[i])
    const found = values[list]
    if (!isList(found)) throw wrong(where, list, `holds ${shown(found)} and no list`)
    if (found.length !== cols && rows > 0) {
      throw wrong(where, list, `has ${found.length} numbers and the first row ${cols}`)
    }
    if (found.length === 0) throw wrong(where, list, "holds an empty list")
    return found
  }
  const name = (values: ReadonlyArray<unknown>, { id, label, split }: TablePlan, where: string): void => {
    const own = id < 0 ? String(rows) : text(values[id], where, id)
    if (seen.size === seen.add(own).size) throw wrong(where, id, `holds ${shown(own)}, as an earlier row does`)
    ids.push(own)
    if (label >= 0) labels.push(text(values[label], where, label))
    if (split >= 0) splits.push(text(values[split], where, split))
  }
  return {
    add: (given, where) => {
      const values = given.map(untext)
      const now = plan ??= planTable(path, names, values, options)
      const found = vector(values, now, where)
      cols = found.length
      name(given, now, where)
      const into = numbers ??= Narrow.collector(cols)
      for (let c = 0; c < cols; c++) {
        const number = numberOf(found[c])
        if (!Number.isFinite(Math.fround(number))) {
          throw wrong(where, now.list < 0 ? now.numeric[c]! : now.list, `holds ${shown(found[c])} and no finite number`)
        }
        into.put(rows, c, exactly(found[c], number))
      }
      rows++
    },
    finish: () => {
      if (plan === undefined || numbers === undefined) throw mismatch([path], "the table has no rows")
      const { list } = plan, columns = plan.numeric.map((i) => names[i]!)
      return {
        ids,
        data: single(path, numbers.finish(rows), (c) => list < 0 ? shown(columns[c]) : `${shown(names[list])}[${c}]`),
        cols,
        labels: plan.label < 0 ? undefined : labels,
        splits: plan.split < 0 ? undefined : splits
      }
    }
  }
}
