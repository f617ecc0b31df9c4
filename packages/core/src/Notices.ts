/**
 * Notes for the person who is watching: what was assumed, left out or found. Never data.
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"

/** Where notes go, a line each; by default nowhere. The command line prints them on stderr. */
export const Notices = Context.Reference<{ readonly say: (line: string) => Effect.Effect<void> }>(
  "@marginalia/core/Notices",
  { defaultValue: () => ({ say: () => Effect.void }) }
)

/** Says one line as it is. */
export const note = (line: string): Effect.Effect<void> => Effect.flatMap(Notices, ({ say }) => say(line))

/** Says lines, each marked as a note. */
export const notes = (lines: ReadonlyArray<string>): Effect.Effect<void> =>
  Effect.forEach(lines, (line) => note(`note: ${line}`), { discard: true })
