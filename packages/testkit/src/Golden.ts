/**
 * Golden comparison: is the answer still what it was when someone looked at it? Picks exactly, numbers to a tolerance.
 *
 * This module touches no file; `@marginalia/testkit/node` does.
 */
import type { Matrix, Selection } from "@marginalia/core"
import { Broken, isClose } from "./claim.ts"

/** What a golden file holds. Numbers that JSON has no form for are the texts "NaN", "Infinity", "-Infinity". */
export type Golden =
  | number
  | string
  | boolean
  | null
  | ReadonlyArray<Golden>
  | { readonly [name: string]: Golden }

/** Where golden files are kept. */
export interface Files {
  /** The text of a file; `undefined` when there is none. */
  readonly read: (path: string) => Promise<string | undefined>
  /** Writes a file, and the folders above it. */
  readonly write: (path: string, text: string) => Promise<void>
}

/** How values are compared. */
export interface GoldenOptions {
  /** The largest difference of two numbers: absolute below 1, relative above. Default 1e-6. */
  readonly tolerance?: number
  /** Whether to write the file instead of comparing with it. Default false. */
  readonly update?: boolean
}

/** Names under which numbers are positions or counts: compared exactly. */
const exact = new Set([
  "positions",
  "position",
  "rows",
  "cols",
  "seed",
  "budget",
  "round",
  "rank",
  "class",
  "assignment"
])

const isSelection = (value: object): value is Selection => "picks" in value && "trace" in value && "positions" in value

const ofSelection = ({ budget, ids, positions, pseudo, round, scores, seed, strategy }: Selection): Golden => ({
  strategy,
  seed,
  round,
  budget,
  ids: [...ids],
  positions: [...positions],
  scores: [...scores].map(ofNumber),
  ...(pseudo.length === 0 ? {} : { pseudo: goldenOf(pseudo) })
})

const ofNumber = (x: number): number | string => Number.isFinite(x) ? x : String(x)

/** What a golden file holds of a value: of a selection the picks and scores, of anything else all that is data. */
export const goldenOf = (value: unknown): Golden => {
  if (typeof value === "number") return ofNumber(value)
  if (typeof value !== "object" || value === null) return (value ?? null) as Golden
  if (ArrayBuffer.isView(value)) return Array.from(value as typeof value & Iterable<number>, ofNumber)
  if (Array.isArray(value)) return value.map(goldenOf)
  if (isSelection(value)) return ofSelection(value)
  return Object.fromEntries(
    Object.entries(value).filter(([, part]) => part !== undefined).map(([name, part]) => [name, goldenOf(part)])
  )
}

const isList = (value: Golden): value is ReadonlyArray<Golden> => Array.isArray(value)

/** A flat list on one line, anything else indented. */
const text = (value: Golden, indent = ""): string => {
  if (typeof value !== "object" || value === null) return JSON.stringify(value)
  const inner = `${indent}  `
  if (isList(value)) {
    if (value.every((part) => typeof part !== "object" || part === null)) {
      return `[${value.map((part) => text(part)).join(", ")}]`
    }
    return `[\n${value.map((part) => inner + text(part, inner)).join(",\n")}\n${indent}]`
  }
  const parts = Object.entries(value).map(([name, part]) => `${inner}${JSON.stringify(name)}: ${text(part, inner)}`)
  return parts.length === 0 ? "{}" : `{\n${parts.join(",\n")}\n${indent}}`
}

/** The text of a golden file that holds a `value`. */
export const print = (value: unknown): string => `${text(goldenOf(value))}\n`

const numberOf = (value: Golden | undefined): number | undefined => {
  if (typeof value === "number") return value
  return value === "NaN" || value === "Infinity" || value === "-Infinity" ? Number(value) : undefined
}

const short = (value: Golden | undefined): string => {
  const whole = value === undefined ? "nothing" : text(value).replaceAll(/\s+/g, " ")
  return whole.length > 200 ? `${whole.slice(0, 200)} …` : whole
}

type Differences = ReadonlyArray<string>

const both = (found: Golden | undefined, golden: Golden | undefined, path: string): Differences => [
  `${path === "" ? "the value" : path} is ${short(found)}, and was ${short(golden)}`
]

const scalars = (
  found: Golden | undefined,
  golden: Golden | undefined,
  path: string,
  tolerance: number
): Differences => {
  const [a, b] = [numberOf(found), numberOf(golden)]
  if (a === undefined || b === undefined) return found === golden ? [] : both(found, golden, path)
  if (isClose(a, b, tolerance)) return []
  return [`${path} is ${a}, and was ${b}: off by ${Math.abs(a - b)}, and ${tolerance} is allowed`]
}

const parts = (value: Golden | undefined): ReadonlyMap<string, Golden> | undefined =>
  typeof value === "object" && value !== null ? new Map(Object.entries(value)) : undefined

/**
 * Where two values differ, in words; empty when they agree.
 *
 * `found` is compared with `golden`, numbers to a `tolerance`, by default 1e-6; `path` names the place in messages, by
 * default the top.
 */
export const differences = (
  found: Golden | undefined,
  golden: Golden | undefined,
  tolerance = 1e-6,
  path = ""
): Differences => {
  const [a, b] = [parts(found), parts(golden)]
  if (a === undefined || b === undefined) return scalars(found, golden, path, tolerance)
  const name = path.split(".").at(-1)!
  if (exact.has(name) || isList(found!) !== isList(golden!) || (isList(found!) && a.size !== b.size)) {
    return text(found!) === text(golden!) ? [] : both(found, golden, path)
  }
  return [...new Set([...b.keys(), ...a.keys()])].flatMap((key) =>
    differences(a.get(key), b.get(key), exact.has(key) ? 0 : tolerance, path === "" ? key : `${path}.${key}`)
  )
}

const MOST = 8

const complaint = (path: string, all: Differences): string =>
  [
    `${path} tells otherwise:`,
    ...all.slice(0, MOST).map((line) => `  ${line}`),
    ...(all.length > MOST ? [`  … and ${all.length - MOST} more`] : []),
    "if the new values are right, run again with UPDATE_GOLDEN=1 and look at the file's changes"
  ].join("\n")

/**
 * Compares a `value` with the golden file at `path`, by the means of `files`, or writes it. Rejects with {@link
 * Broken}, naming the first differences.
 *
 * Default of `options`: compared, numbers to 1e-6.
 */
export const golden = (files: Files) =>
async (
  value: Selection | Matrix.Matrix | Matrix.Matrix64 | Golden | object,
  path: string,
  options: GoldenOptions = {}
): Promise<void> => {
  if (options.update === true) return await files.write(path, print(value))
  const held = await files.read(path)
  if (held === undefined) {
    throw new Broken(`there is no ${path}; run with UPDATE_GOLDEN=1 to write it, and look at it`)
  }
  const all = differences(goldenOf(value), JSON.parse(held) as Golden, options.tolerance)
  if (all.length > 0) throw new Broken(complaint(path, all))
}
