/**
 * One JSON object a line.
 */
import * as Effect from "effect/Effect"
import { shown } from "./cell.ts"
import { decoding, type InvalidInput, Malformed } from "./errors.ts"
import type { Source } from "./source.ts"
import { checkJson } from "./strict-json.ts"

/** What a line holds. */
export type JsonRow = Readonly<Record<string, unknown>>

/** What is done with each object; may throw {@link Malformed}. `row` counts from 0, `line` from 1. */
export type JsonlSink = (object: JsonRow, row: number, line: number) => void

const NEWLINE = 10
/** Lines between two yields to other fibers, unless the lines are long. */
const BYTES_PER_SLICE = 1 << 20

const decodeLine = (decoder: TextDecoder, bytes: Uint8Array, line: number): string => {
  try {
    return decoder.decode(bytes)
  } catch {
    throw new Malformed(`line ${line} is not valid UTF-8`, "save the file as UTF-8", {
      reason: "Format",
      expected: "UTF-8",
      line
    })
  }
}

const EXAMPLE = "write one object a line, such as {\"id\": \"a\", \"embedding\": [0.1, 0.2]}"

const parseLine = (text: string, line: number): JsonRow => {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    const notJson = /[:,[\s](-?Infinity|NaN)\b/.exec(text)?.[1]
    if (notJson === undefined) {
      throw new Malformed(`line ${line} is not JSON: ${shown(text)}`, EXAMPLE, {
        reason: "Format",
        expected: "JSON",
        line,
        value: text
      })
    }
    throw new Malformed(
      `line ${line} holds ${notJson}`,
      "every value must be a finite number: replace it, or drop the row",
      { reason: "Value", expected: "a finite number", line, value: notJson }
    )
  }
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    checkJson(text, value, `line ${line}`)
    return value as JsonRow
  }
  throw new Malformed(`line ${line} is not an object: ${shown(text)}`, EXAMPLE, {
    reason: "Format",
    expected: "an object",
    line,
    value
  })
}

/** The rows of the file, with a pause (`undefined`) after each slice of it. */
function* rowsOf(bytes: Uint8Array, sink: JsonlSink): Generator<void> {
  const decoder = new TextDecoder("utf-8", { fatal: true })
  let row = 0
  let pause = BYTES_PER_SLICE
  for (let at = 0, line = 1; at < bytes.length; line++) {
    const found = bytes.indexOf(NEWLINE, at)
    const end = found < 0 ? bytes.length : found
    const text = decodeLine(decoder, bytes.subarray(at, end), line)
    if (text.trim() !== "") sink(parseLine(text, line), row++, line)
    at = end + 1
    if (at >= pause) {
      pause = at + BYTES_PER_SLICE
      yield
    }
  }
}

/**
 * Hands every object of a jsonl file (UTF-8; blank lines are skipped) to `sink`.
 *
 * Fails with the line for text that is not JSON or not an object, for a key that an object has twice and for half of a
 * character (see `strict-json.ts`), and with whatever `sink` throws.
 */
export const readJsonl = Effect.fn("readJsonl")(
  function*(source: Source, sink: JsonlSink): Effect.fn.Return<void, InvalidInput> {
    const slices = rowsOf(source.bytes, sink)
    while (!(yield* decoding(source.path, () => slices.next())).done) yield* Effect.yieldNow
  }
)
