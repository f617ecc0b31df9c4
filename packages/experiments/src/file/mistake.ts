/**
 * What is wrong in an experiment file, and where.
 */
import { Nearest, Quote } from "@marginalia/core"
import { visible } from "@marginalia/core/Visible"
import * as Data from "effect/Data"

/** The way to a value: keys and numbers of list items. */
export type Path = ReadonlyArray<string | number>

/** One thing that is wrong. */
export interface Mistake {
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
  readonly mistakes: ReadonlyArray<{ readonly problem: string; readonly place: Place | undefined }>
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
export class Wrong extends Error {
  readonly path: Path
  constructor(path: Path, problem: string) {
    super(problem)
    this.name = "Wrong"
    this.path = path
  }
}

/** Says what a value is, for people. */
export const shown = (value: unknown): string => {
  if (Array.isArray(value)) return "a list"
  if (typeof value === "object" && value !== null) return "a map"
  return value === null || value === undefined ? "nothing" : JSON.stringify(value)
}

/** Refuses a name that is none of the known ones, and says which is nearest. */
export const unknownName = (path: Path, what: string, name: string, known: Iterable<string>): Wrong => {
  const names = [...known]
  return new Wrong(path, `there is no ${what} "${name}"; there are ${names.join(", ")}.${Nearest.hint(name, names)}`)
}

/** A map of whatever keys. */
export const mapOf = (path: Path, value: unknown, what: string, keys: ReadonlyArray<string>): Map_ => {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Map_
  throw new Wrong(path, `${what} is ${shown(value)}; it takes a map with ${keys.join(", ")}`)
}

type Map_ = { readonly [key: string]: unknown }

/** Refuses every key that is none of those. */
export const checkKeys = (path: Path, map: Map_, what: string, keys: ReadonlyArray<string>): undefined => {
  const wrong = Object.keys(map).filter((key) => !keys.includes(key)).map((key) =>
    new Wrong([...path, key], `${what} has no "${key}"; it has ${keys.join(", ")}.${Nearest.hint(key, keys)}`)
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
  const wrong: Array<Wrong> = []
  const result: { [key: string]: unknown } = {}
  for (const [key, reading] of Object.entries<() => unknown>(readings)) {
    try {
      const value = reading()
      if (value !== undefined) result[key] = value
    } catch (error) {
      wrong.push(...wrongsOf(error))
    }
  }
  if (wrong.length > 0) throw new AggregateError(wrong)
  return result as { readonly [k in K]: unknown }
}

/** What a reading threw, as mistakes; anything else is thrown on. */
export const wrongsOf = (error: unknown): ReadonlyArray<Wrong> => {
  if (error instanceof Wrong) return [error]
  if (error instanceof AggregateError) return error.errors.flatMap(wrongsOf)
  throw error
}
