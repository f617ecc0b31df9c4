/**
 * What is said on stderr: notes for the reader, never data.
 */
import { Notices } from "@marginalia/core/Notices"
import { visible } from "@marginalia/core/Visible"
import * as Console from "effect/Console"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { asFlag } from "../render.ts"

/** Whether notes and progress are silenced (`--quiet`). */
export const Quiet = Context.Reference<boolean>("@marginalia/cli/Quiet", { defaultValue: () => false })

const print = (line: string): Effect.Effect<void> =>
  Effect.flatMap(Quiet, (quiet) => quiet ? Effect.void : Console.error(visible(line)))

/** Prints notes on stderr, unless `--quiet`; what is marked as a note is said once, however often it is found. */
export const layer: Layer.Layer<never> = Layer.sync(Notices, () => {
  const printed = new Set<string>()
  return {
    write: asFlag,
    say: (line) =>
      Effect.suspend(() => {
        const again = line.startsWith("note: ") && printed.size === printed.add(line).size
        return again ? Effect.void : print(line)
      })
  }
})
