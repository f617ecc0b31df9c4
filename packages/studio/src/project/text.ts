/**
 * An event as a text, and back.
 */
import * as Schema from "effect/Schema"
import { type Entry, Event } from "../session/event.ts"

const codec = Schema.toCodecJson(Event)
const encode = Schema.encodeSync(codec)
const decode = Schema.decodeUnknownSync(codec)

const sorted = (_: string, value: unknown): unknown =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value

/** The one text of an event: JSON with sorted keys, so that equal events have equal hashes. */
export const print = (event: Event): string => JSON.stringify(encode(event), sorted)

/** The event of a text. Throws where it is none. */
export const parse = (text: string): Event => decode(JSON.parse(text))

/** When an event was written, as it stands beside its text. */
export const printTime = (at: number): string => JSON.stringify({ at })

const timeOf = (text: string): number => {
  const at = (JSON.parse(text) as { readonly at?: unknown }).at
  if (typeof at !== "number" || !Number.isFinite(at)) throw new Error("it has no time")
  return at
}

/** An entry of a row of the journal. Throws, naming the event. */
export const entryOf = (row: { readonly seq: number; readonly body: string; readonly timing: string }): Entry => {
  try {
    return { seq: row.seq, at: timeOf(row.timing), event: parse(row.body) }
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new Error(`event ${row.seq} is no event of a labeling project: ${why}`, { cause })
  }
}
