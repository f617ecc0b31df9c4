/**
 * `name(value, key=value)` on the command line: networks, heads, encoders.
 */
import { UsageProblem } from "@marginalia/datasets/problems"
import * as Effect from "effect/Effect"

/** A name with what stands in its parentheses. */
export interface Call {
  readonly name: string
  readonly positional: ReadonlyArray<Value>
  readonly named: ReadonlyMap<string, Value>
}

/** What may stand there: a number, true or false, a word, or a name with parentheses of its own. */
export type Value = number | boolean | string | Call

const number = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/i

const scalar = (text: string): Value => {
  if (text === "true" || text === "false") return text === "true"
  return number.test(text) ? Number(text) : text
}

/** The parts between the commas that stand in no parentheses; undefined where these do not match. */
const parts = (text: string): ReadonlyArray<string> | undefined => {
  const found: Array<string> = []
  let depth = 0, from = 0
  for (let at = 0; at <= text.length; at++) {
    const char = text[at]
    if (char === "(") depth++
    if (char === ")" && --depth < 0) return undefined
    if (depth > 0 || (char !== "," && char !== undefined)) continue
    found.push(text.slice(from, at).trim())
    from = at + 1
  }
  return depth === 0 ? found : undefined
}

const shape = /^([A-Za-z][\w.-]*)\s*(?:\((.*)\))?$/s
const pair = /^([A-Za-z][\w-]*)\s*=\s*(.+)$/s

/** Names in parentheses of names; nothing that can be written has more than three. */
const DEEPEST = 20

const parse = (text: string, depth: number): Call | string => {
  if (depth > DEEPEST) return `its parentheses stand deeper than ${DEEPEST} in each other`
  const [, name = "", inner = ""] = shape.exec(text) ?? []
  if (name === "") return `"${text}" is not of the form name(value, key=value)`
  if (inner.trim() === "") return { name, positional: [], named: new Map() }
  const pieces = parts(inner)
  if (pieces === undefined) return `the parentheses of "${text}" do not match`
  const positional: Array<Value> = [], named = new Map<string, Value>()
  for (const piece of pieces) {
    const [, key, written = piece] = pair.exec(piece) ?? []
    if (written === "") return `"${text}" has an empty place between its commas`
    const value = written.includes("(") ? parse(written, depth + 1) : scalar(written)
    if (typeof value === "string" && written.includes("(")) return value
    if (key === undefined) positional.push(value)
    else if (named.has(key)) return `"${text}" gives ${key} twice`
    else named.set(key, value)
  }
  return { name, positional, named }
}

/** Reads what `--flag` was given. Fails with `UsageProblem` that shows the text. */
export const readCall = (flag: string, text: string): Effect.Effect<Call, UsageProblem> => {
  const call = parse(text.trim(), 0)
  if (typeof call !== "string") return Effect.succeed(call)
  return Effect.fail(new UsageProblem({ problem: `--${flag}: ${call}`, hint: "write it as in --help" }))
}
