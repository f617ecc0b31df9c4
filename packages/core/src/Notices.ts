/**
 * Notes for the person who is watching: what was assumed, left out or found. Never data.
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Message from "./Message.ts"

/**
 * Where notes go, a line each; by default nowhere. `write` says how the reader knows settings; by default as code has them.
 * The command line prints notes on stderr, with flags.
 */
export const Notices = Context.Reference<{
  readonly say: (line: string) => Effect.Effect<void>
  readonly write?: Message.Write
}>("@marginalia/core/Notices", { defaultValue: () => ({ say: () => Effect.void }) })

/** Says one line as it is. */
export const note = (line: Message.Message): Effect.Effect<void> =>
  Effect.flatMap(Notices, ({ say, write = Message.inCode }) => say(Message.render(line, write)))

/** Says lines, each marked as a note. */
export const notes = (lines: ReadonlyArray<Message.Message>): Effect.Effect<void> =>
  Effect.forEach(lines, (line) => note(Message.text`note: ${line}`), { discard: true })
