/**
 * A journal that somebody else keeps: another process, which writes it into a database, say.
 */
import { type Entry, type Event, type Journal, JournalError, print, read, type Timing } from "@marginalia/core/Journal"
import * as Effect from "effect/Effect"
import { impossible } from "./check.ts"

/** An event as it is kept, as texts. */
export interface KeptEvent {
  /** Its number, from 1. */
  readonly seq: number
  /** The text of the event, as `print` of `@marginalia/core/Journal` writes it. */
  readonly body: string
  /** The milliseconds that things took, as JSON. */
  readonly timing: string
}

const impossibleEvent = (seq: number, problem: string): JournalError =>
  new JournalError({ reason: { _tag: "Impossible", seq, problem } })

/**
 * Kept events as entries. Fails with `JournalError` where one is missing, cannot be read, or says what cannot be.
 */
export const entriesOf = Effect.fnUntraced(function*(events: ReadonlyArray<KeptEvent>) {
  const entries: Array<Entry> = []
  for (const { body, seq, timing } of events) {
    if (seq !== entries.length + 1) {
      return yield* impossibleEvent(entries.length + 1, `it is missing; event ${seq} follows`)
    }
    entries.push({ seq, event: yield* read(body), timing: JSON.parse(timing) as Timing })
  }
  const found = impossible(entries)
  if (found !== undefined) return yield* impossibleEvent(found.seq, found.problem)
  return entries as ReadonlyArray<Entry>
})

/**
 * The journal of these events, each further one given to `keep` before `append` answers. Fails with `JournalError` as
 * {@link entriesOf}.
 */
export const keptJournal = Effect.fnUntraced(function*(
  events: ReadonlyArray<KeptEvent>,
  keep: (event: KeptEvent) => Effect.Effect<void, JournalError>
) {
  const entries = [...yield* entriesOf(events)]
  const append = Effect.fnUntraced(function*(event: Event, timing: Timing = {}) {
    const body = print(event), entry: Entry = { seq: entries.length + 1, event: yield* read(body), timing }
    yield* keep({ seq: entry.seq, body, timing: JSON.stringify(timing) })
    entries.push(entry)
    return entry
  })
  const service: Journal["Service"] = { append, events: Effect.sync(() => [...entries]) }
  return service
})
