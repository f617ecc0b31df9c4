/**
 * The memory that a command may take, as it is written on the command line. Tested in packages/cli/test/over-file.test.ts.
 */
import { Message, Quote } from "@marginalia/core"
import { sizeIn } from "@marginalia/datasets/limits"
import { UsageProblem } from "@marginalia/datasets/problems"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"

/** Bytes; undefined where no limit is given. */
export const readMemory = (text: Option.Option<string>): Effect.Effect<number | undefined, UsageProblem> => {
  if (Option.isNone(text)) return Effect.succeed(undefined)
  const size = sizeIn(text.value)
  return size !== undefined ? Effect.succeed(size) : Effect.fail(
    new UsageProblem({
      problem: Message.text`${Message.setting("memory")} is ${Quote.value(text.value)}, which is no size`,
      hint: "write 512MB, 2GB or 1GiB (MB is 1,000,000 bytes, MiB 1,048,576)",
      reason: "Value",
      setting: "memory",
      value: text.value,
      expected: "a size such as 512MB"
    })
  )
}
