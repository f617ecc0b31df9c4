/**
 * What is wrong in an experiment file, and where.
 */
import { type Message, Quote, Suggest } from "@marginalia/core"
import { visible } from "@marginalia/core/Visible"
import * as Data from "effect/Data"

type Fault = Message.Fault

/** The way to a value: keys and numbers of list items. */
export type Path = ReadonlyArray<string | number>

/** One thing that is wrong: where, what, and what was found and may stand there as far as that is known. */
export interface Mistake extends Fault {
  readonly path: Path
  readonly problem: string
}

/** Line and column, from 1. */
export interface Place {
  readonly line: number
  readonly column: number
}

/** The file cannot be run as it is: every mistake that was found, each with its place. */
export class ExperimentFileError extends Data.TaggedError("ExperimentFileError")<{
  readonly file: string
  readonly mistakes: ReadonlyArray<
    Fault & { readonly problem: string; readonly place: Place | undefined; readonly path?: Path }
  >
}> {
  readonly exitCode = 1
  /** Its message has a line a mistake. */
  readonly multiline = true
  override get message(): string {
    const lines = this.mistakes.map(({ place, problem }) =>
      visible(`${this.file}${place === undefined ? "" : `:${place.line}:${place.column}`}: ${problem}`)
    )
    return Quote.message(lines.map((line) => Quote.message(line, 1000)).join("\n"), 3500)
  }
}

/** Thrown by the pure readers; {@link attempt} collects it. */
export class ConfigIssue extends Error {
  readonly path: Path
  readonly fault: Fault
  constructor(path: Path, problem: string, fault: Fault = {}) {
    super(problem)
    this.name = "ConfigIssue"
    this.path = path
    this.fault = fault
  }
}

/** Says what a value is, for people. */
export const shown = (value: unknown): string => {
  if (Array.isArray(value)) return "a list"
  if (typeof value === "object" && value !== null) return "a map"
  return value === null || value === undefined ? "nothing" : JSON.stringify(value)
}

/** Refuses a name that is none of the known ones, and says which is nearest. */
export const unknownName = (path: Path, what: string, name: string, known: Iterable<string>): ConfigIssue => {
  const names = [...known]
  const problem = `there is no ${what} "${name}"; there are ${names.join(", ")}.${Suggest.hint(name, names)}`
  return new ConfigIssue(path, problem, Suggest.fault(name, names))
}

/** A map of whatever keys. */
export const mapOf = (path: Path, value: unknown, what: string, keys: ReadonlyArray<string>): Map_ => {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Map_
  throw new ConfigIssue(path, `${what} is ${shown(value)}; it takes a map with ${keys.join(", ")}`, {
    value,
    allowed: keys
  })
}

type Map_ = { readonly [key: string]: unknown }

/** Refuses every key that is none of those. */
export const checkKeys = (path: Path, map: Map_, what: string, keys: ReadonlyArray<string>): undefined => {
  const wrong = Object.keys(map).filter((key) => !keys.includes(key)).map((key) =>
    new ConfigIssue(
      [...path, key],
      `${what} has no "${key}"; it has ${keys.join(", ")}.${Suggest.hint(key, keys)}`,
      Suggest.fault(key, keys)
    )
  )
  if (wrong.length > 0) throw new AggregateError(wrong)
}

/** A map, with no keys but those. */
export const record = (path: Path, value: unknown, what: string, keys: ReadonlyArray<string>): Map_ => {
  const map = mapOf(path, value, what, keys)
  checkKeys(path, map, what, keys)
  return map
}

/** Does each of several readings, and throws all that is wrong in them at once. */
export const every = <K extends string>(
  readings: { readonly [k in K]: () => unknown }
): { readonly [k in K]: unknown } => {
  const wrong: Array<ConfigIssue> = []
  const result: { [key: string]: unknown } = {}
  for (const [key, reading] of Object.entries<() => unknown>(readings)) {
    try {
      const value = reading()
      if (value !== undefined) result[key] = value
    } catch (error) {
      wrong.push(...issuesOf(error))
    }
  }
  if (wrong.length > 0) throw new AggregateError(wrong)
  return result as { readonly [k in K]: unknown }
}

/** What a reading threw, as mistakes; anything else is thrown on. */
export const issuesOf = (error: unknown): ReadonlyArray<ConfigIssue> => {
  if (error instanceof ConfigIssue) return [error]
  if (error instanceof AggregateError) return error.errors.flatMap(issuesOf)
  throw error
}
