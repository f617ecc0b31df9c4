/**
 * One cell of a table: the number or the id in it.
 */
import { isNoGroup, Message, Quote } from "@marginalia/core"
import { Malformed } from "./errors.ts"

/** Where a row stands: `row` counts items from 0, `line` counts the file's lines from 1, for files that have lines. */
export interface At {
  readonly row: number
  readonly line?: number
}

export const atText = ({ line, row }: At): string => line === undefined ? `row ${row}` : `row ${row} (line ${line})`

/** A value as it appears in a message: short, and in quotes if it is text. */
export const shown = Quote.value

/** `0x1F`, `0b1` and `0o7` are numbers for JavaScript, not for a table. */
const hasRadixPrefix = (text: string): boolean => /^\s*0[xbo]/i.test(text)

const textToNumber = (text: string): number | undefined => {
  const value = Number(text)
  if (value === 0 && text.trim() === "") return undefined
  if (value !== value) return undefined
  return text.length > 2 && text.charCodeAt(1) > 57 && hasRadixPrefix(text) ? undefined : value
}

const NOT_FINITE = /^\s*[+-]?(nan|inf|infinity|na|null|none)\s*$/i

/** Whether a cell holds nothing: no value, or spaces. */
export const isBlank = (value: unknown): boolean =>
  value === null || value === undefined || (typeof value === "string" && value.trim() === "")

/** The group that a cell names; an empty text where it names none (`isNoGroup`). Throws {@link Malformed} as {@link cellName} does. */
export const cellGroup = (value: unknown, column: string, at: At): string =>
  isBlank(value) || isNoGroup(value) ? "" : cellName(value, column, at).trim()

const isNotFinite = (value: unknown): boolean =>
  typeof value === "string" ? NOT_FINITE.test(value) : typeof value === "number" && !Number.isFinite(value)

const idColumn = Message.setting("idColumn")

const noNumber = (value: unknown, column: string, at: At): Malformed => {
  const where = `${atText(at)}, column ${shown(column)}`, fault = { ...at, column, value }
  if (isBlank(value)) {
    return new Malformed(`${where} is empty`, "fill in a number, or drop the row", {
      reason: "Missing",
      expected: "a number",
      ...fault
    })
  }
  if (isNotFinite(value)) {
    const hint = "every value must be a finite number: replace it, or drop the row"
    return new Malformed(`${where} holds ${String(value).trim()}`, hint, {
      reason: "Value",
      expected: "a finite number",
      ...fault
    })
  }
  const hint = Message
    .text`drop the column, name it with ${idColumn} if it holds the ids, or name the columns of the vector with ${
    Message.setting("features")
  }`
  return new Malformed(`${where} holds ${shown(value)}, which is not a number`, hint, {
    reason: "Value",
    expected: "a number",
    ...fault
  })
}

/**
 * The finite number in a cell; text is read as a number only where `text` says that the format has no other way.
 *
 * Throws {@link Malformed} for anything else.
 */
export const cellNumber = (value: unknown, text: boolean, column: string, at: At): number => {
  const number = typeof value === "number"
    ? value
    : typeof value === "bigint"
    ? Number(value)
    : text && typeof value === "string"
    ? textToNumber(value)
    : undefined
  if (number === undefined || !Number.isFinite(number)) throw noNumber(value, column, at)
  return number
}

const WHOLE = /^\s*[+-]?\d+\s*$/

/** {@link cellNumber}, where a whole number beyond 2^53 keeps all its digits. */
export const cellExact = (value: unknown, text: boolean, column: string, at: At): number | bigint => {
  const number = cellNumber(value, text, column, at)
  if (Number.isSafeInteger(number) || !Number.isInteger(number)) return number
  if (typeof value === "bigint") return value
  return typeof value === "string" && WHOLE.test(value) ? BigInt(value) : number
}

/**
 * The id or label in a cell, as a string that is compared exactly; numbers become their decimal digits.
 *
 * Throws {@link Malformed} for an empty one, for text that was not UTF-8, and for numbers that have lost digits.
 */
export const cellName = (value: unknown, column: string, at: At): string => {
  const where = `${atText(at)}, column ${shown(column)}`, fault = { ...at, column, value }
  if (typeof value === "bigint" || typeof value === "boolean") return String(value)
  if (typeof value === "number" && Number.isFinite(value)) {
    if (!Number.isInteger(value) || Number.isSafeInteger(value)) return String(value)
    throw new Malformed(
      `${where} holds a number beyond 2^53, whose last digits are lost`,
      "write it as text, in quotes",
      { reason: "Value", expected: "text, or a whole number up to 2^53", ...fault }
    )
  }
  if (isBlank(value)) {
    throw new Malformed(`${where} is empty`, "fill it in", { reason: "Missing", expected: "a name", ...fault })
  }
  if (typeof value !== "string") {
    throw new Malformed(`${where} holds ${shown(value)}`, "use text or numbers", {
      reason: "Value",
      expected: "text or a number",
      ...fault
    })
  }
  if (value.includes("\uFFFD")) {
    throw new Malformed(`${where} is not valid UTF-8`, "save the file as UTF-8", {
      reason: "Value",
      expected: "text in UTF-8",
      ...fault
    })
  }
  return value
}
