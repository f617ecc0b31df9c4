/**
 * Texts to embed: a file with one a line.
 */
import * as Effect from "effect/Effect"
import type { InputFault } from "../fault.ts"
import { InvalidInput } from "./errors.ts"
import { readSource } from "./source.ts"

/** Whether this names a file of texts. */
export const isTexts = (name: string): boolean => name.endsWith(".txt")

/** The lines of a `.txt` file, as they stand. Fails for bytes that are no UTF-8, an empty file, and an empty line. */
export const readTexts = Effect.fn("readTexts")(function*(path: string) {
  const { bytes } = yield* readSource(path)
  const text = yield* Effect.try({
    try: () => new TextDecoder("utf-8", { fatal: true }).decode(bytes),
    catch: () =>
      new InvalidInput({
        path,
        problem: "this is no text in UTF-8",
        hint: "save it as UTF-8",
        reason: "Format",
        expected: "UTF-8"
      })
  })
  const lines = text.replace(/\r?\n$/, "").split(/\r?\n/)
  const empty = lines.findIndex((line) => line.trim() === "")
  if (empty < 0) return lines
  const problem = lines.length === 1 ? "there is no text in it" : `line ${empty + 1} is empty`
  const fault: InputFault = lines.length === 1
    ? { reason: "Empty" }
    : { reason: "Missing", expected: "a text", line: empty + 1 }
  return yield* new InvalidInput({ path, problem, hint: "write one text a line", ...fault })
})
