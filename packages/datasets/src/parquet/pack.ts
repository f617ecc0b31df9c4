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

/** Texts that come again and again are sent once each; undefined where more than half of them are different, or one is no text. */
const packTexts = (values: Values): Packed | undefined => {
  const texts = new Map<string, number>(), places = new Uint32Array(values.length)
  for (let i = 0; i < values.length; i++) {
    const value = values[i]
    if (typeof value !== "string" || 2 * texts.size > values.length) return undefined
    const place = texts.get(value) ?? texts.size
    if (place === texts.size) texts.set(value, place)
    places[i] = place
  }
  return { _tag: "Texts", texts: [...texts.keys()], places }
}

/** A column, ready to be sent. */
export const pack = (values: Values): Packed => {
  if (values.length === 0) return { _tag: "Values", values: [] }
  if (every(values, isNumber)) return { _tag: "Numbers", numbers: Float64Array.from(values as ArrayLike<number>) }
  if (every(values, isNumberList)) return packLists(values as ArrayLike<ArrayLike<number>>)
  return packTexts(values) ?? { _tag: "Values", values: Array.from(values) }
}

/** What need not be copied when it is sent. */
export const transfers = (packed: Packed): ReadonlyArray<ArrayBuffer> => {
  switch (packed._tag) {
    case "Values":
      return []
    case "Texts":
      return [packed.places.buffer]
    case "Numbers":
      return [packed.numbers.buffer]
    case "Lists":
      return [packed.numbers.buffer, packed.ends.buffer]
  }
}

/** A column, as it was. Lists of numbers are views of one array. */
export const unpack = (packed: Packed): ArrayLike<unknown> => {
  if (packed._tag === "Values") return packed.values
  if (packed._tag === "Numbers") return packed.numbers
  if (packed._tag === "Texts") return Array.from(packed.places, (place) => packed.texts[place])
  const { ends, numbers } = packed
  return Array.from(ends, (end, i) => numbers.subarray(i === 0 ? 0 : ends[i - 1], end))
}
