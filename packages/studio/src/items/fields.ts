/**
 * Cells of a table as people read them.
 */
import type { Field } from "./item.ts"

/** A card has at most so many fields; what is beyond is counted. */
export const MOST_FIELDS = 60

/** The longest value of a field that is no text, in UTF-16 units. */
const LONGEST = 400

const cut = (text: string): string => text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}…`

const isList = (value: unknown): value is ArrayLike<unknown> =>
  Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView))

const number = (value: number): string => Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(6)))

const listText = (value: ArrayLike<unknown>): string => {
  const shown = Array.from({ length: Math.min(8, value.length) }, (_, i) => cellText(value[i]))
  return value.length > 8 ? `${shown.join(", ")}, … (${value.length})` : shown.join(", ")
}

/** A value of whatever format as text; nothing for a cell that holds nothing. */
export const cellText = (value: unknown): string => {
  if (value === null || value === undefined) return ""
  if (typeof value === "string") return value
  if (typeof value === "number") return number(value)
  if (value instanceof Date) return value.toISOString()
  if (value instanceof Uint8Array) return `${value.length} bytes`
  if (isList(value)) return cut(listText(value))
  if (typeof value === "bigint" || typeof value === "boolean") return String(value)
  return cut(JSON.stringify(value, (_, inner: unknown) => typeof inner === "bigint" ? String(inner) : inner) ?? "")
}

/** The cells at `places` of a row as a card: those that hold something, and how many more there are. */
export const fieldsOf = (
  names: ReadonlyArray<string>,
  places: ReadonlyArray<number>,
  valueAt: (place: number) => unknown
): ReadonlyArray<Field> => {
  const fields: Array<Field> = []
  for (const [i, place] of places.entries()) {
    if (fields.length === MOST_FIELDS) {
      fields.push({ name: "…", value: `${places.length - i} more` })
      break
    }
    const value = cellText(valueAt(place))
    if (value.trim() !== "") fields.push({ name: names[place]!, value })
  }
  return fields
}
