/**
 * Values and texts in messages: short, whatever a file holds, and harmless to a terminal.
 */
import * as Predicate from "effect/Predicate"
import { printable } from "./Visible.ts"

export { masked, printable } from "./Visible.ts"

/** How long one value may become in a message. */
const VALUE = 60

/** How long a message may become. */
const MESSAGE = 2000

/** Of a list or map that is quoted; the rest would not be seen. */
const ITEMS = 20

/** Values inside values that are quoted. */
const DEPTH = 4

/**
 * A `text` as a message of at most `most` characters (2,000 by default), {@link printable}; what is too much is left
 * out in the middle.
 */
export const message = (text: string, most: number = MESSAGE): string => {
  if (text.length <= most) {
    const shown = printable(text)
    return shown.length <= 2 * most ? shown : message(shown, most)
  }
  const tail = Math.floor(most / 4), head = most - tail - 3
  return `${printable(text.slice(0, head)).slice(0, head)}...${printable(text.slice(-tail)).slice(-tail)}`
}

/** What is seen of a value: so much that nothing deep, long or wide is ever walked through. */
const seen = (value: unknown, depth: number): unknown => {
  if (typeof value === "string") return value.slice(0, 2 * VALUE)
  if (typeof value === "bigint") return String(value).slice(0, 2 * VALUE)
  if (typeof value !== "object" || value === null) return value
  if (Predicate.isDate(value)) return Number.isNaN(value.getTime()) ? String(value) : value.toISOString()
  if (depth === DEPTH) return Array.isArray(value) ? [] : {}
  if (Array.isArray(value)) return value.slice(0, ITEMS).map((item) => seen(item, depth + 1))
  if (ArrayBuffer.isView(value)) {
    return Array.from(
      { length: Math.min(ITEMS, (value as Uint8Array).length) },
      (_, i) => seen((value as Uint8Array)[i], depth + 1)
    )
  }
  const entries = Object.keys(value).slice(0, ITEMS).map((
    key
  ) => [key.slice(0, 2 * VALUE), seen((value as Record<string, unknown>)[key], depth + 1)])
  return Object.fromEntries(entries)
}

/**
 * A `given` value as it appears in a message: as JSON writes it, text in quotes, at most 60 characters. Constant time
 * and memory, however large or deep the value is.
 */
export const value = (given: unknown): string => {
  const plain = typeof given === "bigint" || typeof given === "number" || typeof given === "symbol" ||
    given === undefined
  const text = printable(plain ? String(given) : JSON.stringify(seen(given, 0)) ?? typeof given)
  return text.length > VALUE ? `${text.slice(0, VALUE - 3)}...` : text
}

/** Several values with commas between: at most `most` (12 by default), and how many more there are. */
export const list = (values: ReadonlyArray<unknown>, most: number = 12): string => {
  const shown = values.slice(0, most).map(value).join(", ")
  return values.length > most ? `${shown} and ${values.length - most} more` : shown
}

/** The sides of an array as people write them, `10 × 64`; at most eight of them. `()` for none. */
export const shape = (sides: ReadonlyArray<number>): string => {
  if (sides.length === 0) return "()"
  const shown = sides.slice(0, 8).join(" × ")
  return sides.length > 8 ? `${shown} × … (${sides.length} dimensions)` : shown
}

/**
 * A `cause` that was thrown, in a line: the first of an error's message (its name where it has none), or of the value
 * as text.
 */
export const thrown = (cause: unknown): string =>
  (cause instanceof Error ? cause.message || cause.name : String(cause)).split("\n")[0]!

/** A `count` of bytes as people write it, `134 MB`. */
export const bytes = (count: number): string => {
  const power = Math.min(6, Math.max(0, Math.floor(Math.log10(Math.max(1, count)) / 3)))
  return `${Number((count / 1000 ** power).toPrecision(3))} ${["B", "kB", "MB", "GB", "TB", "PB", "EB"][power]}`
}
