/**
 * The session of a journal's rows, each looked at before it is believed.
 */
import { replay } from "../session/check.ts"
import type { Created, Entry } from "../session/event.ts"
import { makeSession, type Session } from "../session/session.ts"

/** The first event. Throws where it is another. */
export const createdOf = (entries: ReadonlyArray<Entry>): Created => {
  const first = entries[0]?.event
  if (first?._tag === "Created") return first
  throw new Error(first === undefined ? "the project is empty" : `event 1 is not the project's beginning`)
}

/** The session after the entries. Throws on the first that cannot be, naming it. O(entries). */
export const foldOf = (entries: ReadonlyArray<Entry>): Session => {
  const session = makeSession(createdOf(entries))
  const found = replay(session, entries.slice(1))
  if (found !== undefined) throw new Error(`event ${found.seq} cannot be: ${found.problem}`)
  return session
}
