/**
 * The groups that a column puts the items into: patients, sites, videos.
 */
import { type Column, isNoGroup } from "../Columns.ts"
import { PartFailed, type PartFault } from "../Errors.ts"
import type * as Frame from "../Frame.ts"
import type { Matrix } from "../Matrix.ts"
import { isRecord, show } from "../query/kinds.ts"

/** Items by group; groups are numbered in the order of their first items in the pool. */
export interface Groups {
  /** The group of each item by position; −1 for an item in none. */
  readonly of: Int32Array
  /** What the column holds for each group. */
  readonly names: ReadonlyArray<string>
}

/** The column's values, one an item; `undefined` where it holds something else. */
const valuesOf = (column: unknown): ArrayLike<unknown> | undefined => {
  if (Array.isArray(column)) return column as ReadonlyArray<unknown>
  if (ArrayBuffer.isView(column) && "length" in column) return column as unknown as ArrayLike<unknown>
  if (!isRecord(column)) return undefined
  const { assignment, cols, data } = column
  if (assignment instanceof Int32Array) return assignment
  return cols === 1 && ArrayBuffer.isView(data) ? data as unknown as ArrayLike<unknown> : undefined
}

/** The column by which items are grouped by class. */
export const BY_CLASS = "probability"

/** The class of each item: the label where there is one, else the likeliest by its row, ties to the smaller. O(N · C). */
const classesOf = ({ labeled, labels }: Frame.Any, { cols, data, rows }: Matrix): Groups => {
  const of = new Int32Array(rows)
  for (let position = 0; position < rows; position++) {
    let best = 0
    for (let c = 1; c < cols; c++) if (data[position * cols + c]! > data[position * cols + best]!) best = c
    of[position] = best
  }
  labeled.forEach((position, i) => {
    if (labels[i]! >= 0) of[position] = labels[i]!
  })
  return { of, names: Array.from({ length: cols }, (_, c) => String(c)) }
}

/**
 * The groups of a frame's items by a column: by `probability` their classes, as far as they are known or predicted; else by
 * one text or number an item, equal ones being the same group, in a list, a typed array,
 * a matrix of one column, or a partition. What stands for no group says `isNoGroup`. Throws `PartFailed`, in the name of `part`,
 * for other values. O(N).
 */
export const groupsOf = (frame: Frame.Any, column: Column, part: string): Groups => {
  if (column === BY_CLASS && frame.probability !== undefined) return classesOf(frame, frame.probability)
  const values = valuesOf(frame[column])
  const refuse = (problem: string, fault: PartFault): never => {
    const how = "give a text or a number an item, equal ones in the same group"
    throw new PartFailed({ part, problem: `${problem}; ${how}`, ...fault })
  }
  if (values === undefined) {
    const fault = { reason: "Column", column, value: show(frame[column]), expected: "a value an item" } as const
    return refuse(`the column ${column} has no single value an item`, fault)
  }
  const { length } = values
  if (length !== frame.size) {
    const fault = { reason: "Column", column, value: length, expected: frame.size } as const
    return refuse(`${column} has ${length} values for ${frame.size} items`, fault)
  }
  const numbers = new Map<unknown, number>()
  const of = Int32Array.from(values, (value, position) => {
    if (isNoGroup(value)) return -1
    if (typeof value !== "string" && !Number.isFinite(value)) {
      const fault = { reason: "Value", value, expected: "a text or a finite number", position } as const
      return refuse(`${column} holds ${show(value)} at position ${position}`, fault)
    }
    const number = numbers.get(value) ?? numbers.size
    numbers.set(value, number)
    return number
  })
  return { of, names: Array.from(numbers.keys(), String) }
}

/** How many of `positions` are in each of `count` groups; the last entry counts those in none. */
export const tally = (of: Int32Array, count: number, positions: Uint32Array): Uint32Array => {
  const counts = new Uint32Array(count + 1)
  for (const position of positions) counts[of[position]! < 0 ? count : of[position]!]! += 1
  return counts
}

/**
 * Places for groups that have room for some each, as equal as can be, `budget` in all: the smallest count of places is as large as
 * possible. What is left over when all have the same goes to the groups with the fewest labels, ties to the earlier group.
 */
export const shares = (
  room: ArrayLike<number>,
  labels: ArrayLike<number>,
  budget: number
): ReadonlyArray<number> => {
  const quota = Array.from({ length: room.length }, () => 0)
  for (let left = budget; left > 0;) {
    const open = [...quota.keys()].filter((group) => quota[group]! < room[group]!)
    if (open.length === 0) return quota
    const each = Math.floor(left / open.length)
    const turns = each > 0 ? open : open.sort((a, b) => labels[a]! - labels[b]! || a - b).slice(0, left)
    for (const group of turns) {
      const more = Math.min(Math.max(each, 1), room[group]! - quota[group]!)
      quota[group]! += more
      left -= more
    }
  }
  return quota
}

/** How many of a batch of `budget` picks `most` allows a group: a number, or a share rounded down, but at least one. */
export const capOf = (most: number | string, budget: number): number =>
  typeof most === "number"
    ? most
    : Math.max(1, Math.floor(Number((Number(most.slice(0, -1)) / 100 * budget).toPrecision(12))))
