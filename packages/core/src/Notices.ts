/**
 * What is said on stderr: notes for the reader, never data.
 */
import * as Console from "effect/Console"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import { visible } from "./Visible.ts"

/** Whether notes and progress are silenced (`--quiet`). */
export const Quiet = Context.Reference<boolean>("@marginalia/cli/Quiet", { defaultValue: () => false })

/** A line on stderr, unless `--quiet`. */
export const note = (text: string): Effect.Effect<void> =>
  Effect.flatMap(Quiet, (quiet) => quiet ? Effect.void : Console.error(visible(text)))

/** Lines on stderr. */
export const notes = (lines: ReadonlyArray<string>): Effect.Effect<void> =>
  Effect.forEach(lines, (line) => note(`note: ${line}`), { discard: true })
