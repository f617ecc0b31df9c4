/**
 * Texts, and lists of them, as values of an experiment file. Tested by `read.test.ts`.
 */
import { ConfigIssue, type Path, shown } from "./mistake.ts"

/** A text that is not blank, trimmed; undefined where there is none. Throws a `ConfigIssue`. */
export const text = (path: Path, value: unknown, what: string): string | undefined => {
  if (value === undefined) return undefined
  if (typeof value === "string" && value.trim() !== "") return value.trim()
  throw new ConfigIssue(path, `${what} is ${shown(value)}; it takes a text`, { value })
}

/** One text or several. Throws a `ConfigIssue`. */
export const texts = (path: Path, value: unknown, what: string): ReadonlyArray<string> | undefined => {
  if (value === undefined) return undefined
  return (Array.isArray(value) ? value : [value]).map((one, i) => text([...path, i], String(one), what)!)
}
