/**
 * `key=value` on the command line.
 */
import { UsageProblem } from "@marginalia/datasets/problems"
import * as Effect from "effect/Effect"
import { settingOf } from "../render.ts"

/** Splits each text at its first `=`. Refuses one without, an empty key, and a key that comes twice. */
export const readPairs = (
  flag: string,
  texts: ReadonlyArray<string>
): Effect.Effect<ReadonlyMap<string, string>, UsageProblem> => {
  const pairs = new Map<string, string>()
  for (const text of texts) {
    const at = text.indexOf("=")
    const [key, value] = [text.slice(0, at).trim(), text.slice(at + 1).trim()]
    if (at < 1 || key === "" || value === "") {
      return Effect.fail(
        new UsageProblem({
          problem: `--${flag} takes name=value, not "${text}"`,
          hint: "write both sides of the =",
          reason: "Value",
          setting: settingOf(flag),
          value: text,
          expected: "name=value"
        })
      )
    }
    if (pairs.has(key)) {
      return Effect.fail(
        new UsageProblem({
          problem: `--${flag} ${key} is given twice`,
          hint: "give it once",
          reason: "Twice",
          setting: settingOf(flag),
          value: key
        })
      )
    }
    pairs.set(key, value)
  }
  return Effect.succeed(pairs)
}
