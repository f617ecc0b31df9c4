/**
 * What is said on stderr: notes for the reader, never data.
 */
import { Notices } from "@marginalia/core/Notices"
import { visible } from "@marginalia/core/Visible"
import * as Console from "effect/Console"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"

/** Whether notes and progress are silenced (`--quiet`). */
export const Quiet = Context.Reference<boolean>("@marginalia/cli/Quiet", { defaultValue: () => false })

/** Prints notes on stderr, unless `--quiet`. */
export const layer: Layer.Layer<never> = Layer.succeed(Notices, {
  say: (line) => Effect.flatMap(Quiet, (quiet) => quiet ? Effect.void : Console.error(visible(line)))
})
