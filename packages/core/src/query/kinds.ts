/**
 * What kind of value was given, and whether it is the kind that was asked for.
 */
import { refuse } from "./refuse.ts"

const article = (name: string): string => /^[aeiou]/i.test(name) ? `an ${name}` : `a ${name}`

const ofObject = (value: object): string => {
  if (Array.isArray(value)) return "an array"
  const name: unknown = (Object.getPrototypeOf(value) as { constructor?: { name?: unknown } } | null)?.constructor?.name
  return typeof name !== "string" || name === "" || name === "Object" ? "an object" : article(name)
}

/** A value in a message: numbers as they are, everything else with its kind. */
export const show = (value: unknown): string => {
  switch (typeof value) {
    case "number":
    case "boolean":
    case "undefined":
      return String(value)
    case "bigint":
      return `${value}n (a bigint)`
    case "string":
      return `${JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value)} (a string)`
    case "object":
      return value === null ? "null" : ofObject(value)
    default:
      return `a ${typeof value}`
  }
}

/** Whether something is an object with named fields: no array, no typed array, no Map, Set or the like. */
export const isRecord = (value: unknown): value is { readonly [key: string]: unknown } =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value) &&
  !(Symbol.iterator in value)

const isTyped = (value: unknown): boolean => ArrayBuffer.isView(value) && !(value instanceof DataView)

const isLength = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0

/** Whether something is a list of anything: an array, a typed array, or an object with a length. */
const isList = (value: unknown): value is ArrayLike<unknown> =>
  Array.isArray(value) || isTyped(value) || (isRecord(value) && "length" in value && isLength(value["length"]))

/** How a collection becomes a list. */
const remedy = (name: string, value: unknown): string =>
  typeof value === "object" && value !== null && Symbol.iterator in value && !isTyped(value)
    ? `, such as [...${name}]`
    : ""

/** A list of numbers, as yet unchecked: an array, a typed array, or an object with a length. */
export const list = (name: string, value: unknown): ArrayLike<unknown> =>
  isList(value)
    ? value
    : refuse(
      { _tag: "Kind", key: name, value, expected: "an array or typed array of whole numbers" },
      `${name} is ${show(value)}`,
      `give an array or typed array of whole numbers${remedy(name, value)}`
    )

/** An array of strings, without holes. */
export const texts = (name: string, value: unknown): ReadonlyArray<string> => {
  if (!Array.isArray(value)) {
    const expected = "an array of strings", hint = `give ${expected}${remedy(name, value)}`
    return refuse({ _tag: "Kind", key: name, value, expected }, `${name} is ${show(value)}`, hint)
  }
  const at = value.findIndex((text) => typeof text !== "string")
  return at < 0
    ? value as ReadonlyArray<string>
    : refuse(
      { _tag: "Position", key: name, index: at, value: value[at], expected: "a string" },
      `${name}[${at}] is ${show(value[at])}`,
      "every one must be a string"
    )
}

/** True or false. */
export const flag = (name: string, value: unknown): boolean =>
  typeof value === "boolean"
    ? value
    : refuse(
      { _tag: "Kind", key: name, value, expected: "true or false" },
      `${name} is ${show(value)}`,
      "it must be true or false"
    )

/** An object with named fields. */
export const record = (what: string, value: unknown): { readonly [key: string]: unknown } =>
  isRecord(value)
    ? value
    : refuse(
      { _tag: "Kind", key: "", value, expected: "an object with named fields" },
      `${what} is ${show(value)}`,
      "give an object with named fields"
    )
