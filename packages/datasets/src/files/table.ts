/**
 * From rows to vectors and ids: the one way for csv, jsonl and parquet.
 */
import { Narrow } from "@marginalia/core"
import type * as Message from "@marginalia/core/Message"
import { type At, atText, cellExact, cellGroup, cellName, isBlank, shown } from "./cell.ts"
import { hasPoint, withPoint } from "./dialect.ts"
import { Malformed } from "./errors.ts"
import { makeGrowing, type Precision } from "./growing.ts"
import type { Layout } from "./image-layout.ts"
import { overflow, overflowsFloat32 } from "./numbers.ts"
import { isList, type Plan, type PlanOptions, planTable } from "./plan.ts"
import { vectorsOf } from "./vectors.ts"

/** A table that was read: `data` holds `rows × cols` numbers, row by row. */
export interface Table {
  /** The ids, or `undefined` when no column holds them and rows are counted from 0. */
  readonly ids: ReadonlyArray<string> | undefined
  readonly data: Float32Array | Float64Array
  readonly rows: number
  readonly cols: number
  /** What was subtracted from each column; see core's `Narrow`. */
  readonly offset?: Float64Array | undefined
  /** A name for each column of the data: those of the file, or `embedding[0]`, … for a list. */
  readonly columnNames: ReadonlyArray<string>
  /** The label of each row as it is written, `undefined` where the cell is blank; only where they were asked for and are there. */
  readonly labels?: ReadonlyArray<string | undefined> | undefined
  /** What each row is for as it is written; only where it was asked for and is there. */
  readonly splits?: ReadonlyArray<string> | undefined
  /** The cells of each column that was asked for as a text (by `groups` or `texts`) and is there, empty where blank. */
  readonly groups?: ReadonlyMap<string, ReadonlyArray<string>> | undefined
  /** Where an array's items are images: how they lie in it. */
  readonly layout?: Layout | undefined
  /** What the user should hear: columns that are no part of the vector, and why. */
  readonly notes: ReadonlyArray<Message.Message>
}

export interface TableOptions extends PlanOptions {
  /** Default `vectors`: `single`, in which a value that overflows is refused, with an offset where that keeps rows apart. */
  readonly precision?: Precision | "vectors" | undefined
  /** Whether numbers and lists come as text (csv). */
  readonly text: boolean
  /** Whether to give the splits, where a column holds them. Default: as `answers`. */
  readonly parts?: boolean | undefined
  /** Whether to give the labels and the splits, where columns hold them. Default false. */
  readonly answers?: boolean | undefined
  /** Whether fractions are written with a comma, where numbers come as text. Default false. */
  readonly decimalComma?: boolean | undefined
  /** Which columns are what, where the file tells it; default: the first row does. */
  readonly plan?: Plan | undefined
  /** Takes the numbers of vectors, whose columns have these names, in place of memory: the table has none then. Default: memory does. */
  readonly into?: ((columnNames: ReadonlyArray<string>) => Put) | undefined
}

/** Puts down a number of a vector; rows come in order. */
export type Put = (row: number, col: number, value: number | bigint) => void

/** Takes rows one by one; the first one decides which columns are what. */
export interface TableBuilder {
  /** Adds a row, whose values are in the order of the names. Throws {@link Malformed}. */
  readonly add: (values: ReadonlyArray<unknown>, at: At) => void
  readonly finish: () => Table
}

const NO_ROWS = new Malformed("the file has no rows of data", "a pool needs at least one item", { reason: "Empty" })

const parseList = (value: string, column: string, at: At): unknown => {
  try {
    return JSON.parse(value)
  } catch {
    const hint = "write it as JSON, [0.1, 0.2], in quotes"
    throw new Malformed(
      `${atText(at)}, column ${shown(column)} holds a list that is not readable: ${shown(value)}`,
      hint,
      { reason: "Format", ...at, column, value, expected: "a list in JSON" }
    )
  }
}

/** A cell of csv that begins with a bracket is a list in JSON. */
const untext = (values: ReadonlyArray<unknown>, names: ReadonlyArray<string>, at: At): ReadonlyArray<unknown> =>
  values.map((value, i) => typeof value === "string" && value.startsWith("[") ? parseList(value, names[i]!, at) : value)

/** The cells of a row that make up its vector. */
const vectorOf = (values: ReadonlyArray<unknown>, plan: Plan, cols: number, at: At): ArrayLike<unknown> => {
  if (plan.list < 0) return plan.numeric.map((i) => values[i])
  const value = values[plan.list]
  const where = `${atText(at)}, column ${shown(plan.names[plan.list])}`
  if (!isList(value)) {
    throw new Malformed(`${where} holds ${shown(value)} and not a list`, "give every row its list", {
      reason: "Value",
      ...at,
      column: plan.names[plan.list],
      value,
      expected: "a list"
    })
  }
  if (value.length === cols) return value
  throw new Malformed(`${where} has ${value.length} numbers and the first row ${cols}`, "make all lists equally long", {
    reason: "Mismatch",
    ...at,
    column: plan.names[plan.list],
    value: value.length,
    expected: cols
  })
}

const columnNamesOf = (plan: Plan, values: ReadonlyArray<unknown>, at: At): ReadonlyArray<string> => {
  if (plan.list < 0) return plan.numeric.map((i) => plan.names[i]!)
  const name = plan.names[plan.list]!
  const first = values[plan.list], where = `${atText(at)}, column ${shown(name)}`
  if (!isList(first)) {
    throw new Malformed(`${where} holds ${shown(first)} and not a list`, "give every row its list", {
      reason: "Value",
      ...at,
      column: name,
      value: first,
      expected: "a list"
    })
  }
  const { length } = first
  if (length === 0) {
    throw new Malformed(`${where} holds an empty list`, "drop the row", {
      reason: "Missing",
      ...at,
      column: name,
      expected: "numbers"
    })
  }
  return Array.from({ length }, (_, i) => `${name}[${i}]`)
}

/** The numbers of a table in the precision asked for; the last argument of `finish` are the columns' names. */
const makeNumbers = (precision: Precision | "vectors", cols: number) => {
  if (precision === "vectors") {
    const { finish, put } = Narrow.collector(cols)
    return {
      put,
      finish: (rows: number, names: ReadonlyArray<string>) => {
        const { matrix: { data, offset }, notes } = vectorsOf(finish(rows), names)
        return { data, notes, ...(offset === undefined ? {} : { offset }) }
      }
    }
  }
  const growing = makeGrowing(precision)
  return {
    put: (row: number, col: number, value: number | bigint): void => {
      const at = row * cols + col
      growing.reserve(at + 1)[at] = Number(value)
    },
    finish: (rows: number) => ({ data: growing.finish(rows * cols), notes: [] })
  }
}

/** What the first row decides. */
interface Started {
  readonly plan: Plan
  readonly columnNames: ReadonlyArray<string>
  readonly numbers: ReturnType<typeof makeNumbers>
}

const bothWays = (cell: string, column: string, at: At): Malformed =>
  new Malformed(
    `${atText(at)}, column ${shown(column)} holds ${
      shown(cell)
    }, and fractions are written with commas elsewhere in this file`,
    "write all of them one way, and no sign between thousands",
    { reason: "Value", ...at, column, value: cell, expected: "a number with a comma" }
  )

/** Collects the rows of a table with these columns. */
export const makeTable = (names: ReadonlyArray<string>, options: TableOptions): TableBuilder => {
  const { answers = false, into, parts = answers, precision = "vectors", text } = options
  const ids: Array<string> = [], labels: Array<string | undefined> = [], splits: Array<string> = []
  const groups = new Map<string, Array<string>>()
  let rows = 0
  let started: Started | undefined

  const start = (values: ReadonlyArray<unknown>, at: At): Started => {
    const plan = options.plan ?? planTable(names, values, options)
    const columnNames = columnNamesOf(plan, values, at)
    for (const place of plan.groups) groups.set(names[place]!, [])
    const numbers = into === undefined
      ? makeNumbers(precision, columnNames.length)
      : { put: into(columnNames), finish: () => ({ data: new Float32Array(0), notes: [] }) }
    return { plan, columnNames, numbers }
  }
  const toNumber = (given: unknown, column: string, at: At): number | bigint => {
    const withCommas = options.decimalComma === true && typeof given === "string"
    if (withCommas && hasPoint(given)) throw bothWays(given, column, at)
    const value = withCommas ? withPoint(given) : given
    const number = cellExact(value, text, column, at)
    if (precision !== "double" && overflowsFloat32(Number(number))) {
      throw overflow(`${atText(at)}, column ${shown(column)}`, Number(number))
    }
    return number
  }
  const answer = (values: ReadonlyArray<unknown>, { label, split }: Plan, at: At): void => {
    const given = values[label]
    if (answers && label >= 0) labels.push(isBlank(given) ? undefined : cellName(given, names[label]!, at).trim())
    if (parts && split >= 0) splits.push(cellName(values[split], names[split]!, at).trim())
  }
  const group = (values: ReadonlyArray<unknown>, { groups: places }: Plan, at: At): void => {
    for (const place of places) {
      const name = names[place]!, value = values[place]
      groups.get(name)!.push(cellGroup(value, name, at))
    }
  }
  return {
    add: (given, at) => {
      const values = text ? untext(given, names, at) : given
      const { columnNames, numbers, plan } = started ??= start(values, at)
      const cols = columnNames.length
      if (plan.id >= 0) ids.push(cellName(values[plan.id], names[plan.id]!, at))
      if (answers || parts) answer(values, plan, at)
      group(values, plan, at)
      const vector = vectorOf(values, plan, cols, at)
      for (let col = 0; col < cols; col++) numbers.put(rows, col, toNumber(vector[col], columnNames[col]!, at))
      rows++
    },
    finish: () => {
      if (started === undefined) throw NO_ROWS
      const { columnNames, numbers, plan } = started
      const { notes, ...found } = numbers.finish(rows, columnNames)
      return {
        ids: plan.id < 0 ? undefined : ids,
        ...(answers && plan.label >= 0 ? { labels } : {}),
        ...(parts && plan.split >= 0 ? { splits } : {}),
        ...(groups.size > 0 ? { groups } : {}),
        ...found,
        rows,
        cols: columnNames.length,
        columnNames,
        notes: [...plan.notes, ...notes]
      }
    }
  }
}
