/** Columns on their way between threads. */
import type { Packed } from "./messages.ts"

type Values = ArrayLike<unknown>

const isNumber = (value: unknown): boolean => typeof value === "number"

const every = (values: Values, is: (value: unknown) => boolean): boolean => {
  for (let i = 0; i < values.length; i++) if (!is(values[i])) return false
  return true
}

const isNumberList = (value: unknown): boolean =>
  Array.isArray(value) ? every(value, isNumber) : value instanceof Float32Array || value instanceof Float64Array

const packLists = (lists: ArrayLike<ArrayLike<number>>): Packed => {
  const ends = new Uint32Array(lists.length)
  let size = 0
  for (let i = 0; i < lists.length; i++) ends[i] = size += lists[i]!.length
  const numbers = new Float64Array(size)
  for (let i = 0; i < lists.length; i++) numbers.set(lists[i]!, i === 0 ? 0 : ends[i - 1])
  return { _tag: "Lists", numbers, ends }
}

/** A column, ready to be sent. */
export const pack = (values: Values): Packed => {
  if (values.length === 0) return { _tag: "Values", values: [] }
  if (every(values, isNumber)) return { _tag: "Numbers", numbers: Float64Array.from(values as ArrayLike<number>) }
  return every(values, isNumberList)
    ? packLists(values as ArrayLike<ArrayLike<number>>)
    : { _tag: "Values", values: Array.from(values) }
}

/** What need not be copied when it is sent. */
export const transfers = (packed: Packed): ReadonlyArray<ArrayBuffer> => {
  if (packed._tag === "Values") return []
  return packed._tag === "Numbers" ? [packed.numbers.buffer] : [packed.numbers.buffer, packed.ends.buffer]
}

/** A column, as it was. Lists of numbers are views of one array. */
export const unpack = (packed: Packed): ArrayLike<unknown> => {
  if (packed._tag === "Values") return packed.values
  if (packed._tag === "Numbers") return packed.numbers
  const { ends, numbers } = packed
  return Array.from(ends, (end, i) => numbers.subarray(i === 0 ? 0 : ends[i - 1], end))
}
