/**
 * A JSON form that is too large to be read, found without going deep.
 */
import { limits } from "./cursor.ts"

/** A part within a part is at most four levels of JSON: `{ mix: [{ strategy: … }] }`. */
const LEVELS = 4 * limits.depth + 8

const VALUES = 200_000

const children = (value: unknown): ReadonlyArray<unknown> =>
  typeof value === "object" && value !== null ? Object.values(value) : []

/**
 * What is too much about a value: nested deeper than a text may be, or more values than a strategy has; `undefined` when
 * nothing is. A value that holds itself is nested without end. At most 200,000 values are looked at.
 */
export const excess = (json: unknown): string | undefined => {
  let level = [json]
  let seen = 0
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > LEVELS) return `its JSON form is nested more than ${LEVELS} deep`
    seen += level.length
    if (seen > VALUES) return `its JSON form holds more than ${VALUES} values`
    level = level.flatMap(children)
  }
  return undefined
}
