/**
 * One answer of Label Studio's short exports (CSV, JSON-MIN): text, or JSON where there is more to say.
 */
import { Message } from "@marginalia/core"
import { shown } from "../files/cell.ts"
import { Malformed } from "../files/errors.ts"
import { oneLabel, textOf } from "./reading.ts"

const inJson = (text: string): unknown => {
  if (!/^\s*[[{]/.test(text)) return text
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/**
 * The label of an answer; `undefined` where there is none yet. `{ "choices": [one] }` and `[one]` are that one. With `inText`
 * JSON stands in text, as in csv.
 *
 * Throws {@link Malformed} for several choices and for answers that are no labels (boxes, outlines).
 */
export const studioAnswer = (answer: unknown, inText: boolean, where: string): string | undefined => {
  const value = inText && typeof answer === "string" ? inJson(answer) : answer
  if (value === undefined || value === null || value === "") return undefined
  const text = textOf(value)
  if (text !== undefined) return text
  const choices = Array.isArray(value) ? value : (value as { readonly choices?: unknown }).choices
  if (Array.isArray(choices) && choices.every((one) => textOf(one) !== undefined)) {
    return oneLabel(choices.map((one) => textOf(one)!), where)
  }
  const problem = `the answer ${where} is no label: ${shown(answer)}`
  const hint = Message.text`name the field that holds a choice, with ${Message.setting("labelField")}`
  throw new Malformed(problem, hint, { reason: "Value", expected: "a choice", setting: "labelField", value: answer })
}
