/**
 * What the head counter says of events that the database no longer has.
 */
import { GENESIS } from "@marginalia/datasets/hash"
import type { Row } from "./database.ts"
import { Broken } from "./database.ts"
import type { Head } from "./head.ts"

/**
 * `Lost`: the events `from` to `to` were written and are gone. `NoHead`: the counter is missing or damaged, so whether
 * events after the last one are gone cannot be said. `OldHead`: the counter is of an earlier time than the database.
 */
export type Gap =
  | { readonly _tag: "Lost"; readonly from: number; readonly to: number }
  | { readonly _tag: "NoHead"; readonly events: number }
  | { readonly _tag: "OldHead"; readonly head: number; readonly events: number }

/** A gap in a sentence. */
export const describeGap = (gap: Gap): string => {
  switch (gap._tag) {
    case "Lost":
      return `events ${gap.from} to ${gap.to} were written and are gone (a damaged disk?); the journal ends before them`
    case "NoHead":
      return `the head counter is missing or damaged; whether events after event ${gap.events} are gone cannot be said`
    case "OldHead":
      return `the head counter knows ${gap.head} events and the journal has ${gap.events}; the counter is an old copy`
  }
}

/** The last event of the rows. */
export const headOf = (rows: ReadonlyArray<Row>): Head => {
  const last = rows.at(-1)
  return last === undefined ? { seq: 0, hash: GENESIS } : { seq: last.seq, hash: last.hash }
}

/**
 * Compares the counter with the events. Up to `together` events more than counted are no gap: that many are written at once, and
 * the process ended between the two writes. Throws {@link Broken} when the counter remembers another event in the place of one that is there.
 */
export const gapOf = (rows: ReadonlyArray<Row>, head: Head | undefined, together = 1): Gap | undefined => {
  const events = rows.length
  if (head === undefined) return events === 0 ? undefined : { _tag: "NoHead", events }
  if (head.seq > events) return { _tag: "Lost", from: events + 1, to: head.seq }
  const counted = headOf(rows.slice(0, head.seq))
  if (counted.hash !== head.hash) {
    throw new Broken(head.seq, `event ${head.seq} is not the one that the head counter remembers`)
  }
  return events > head.seq + together ? { _tag: "OldHead", head: head.seq, events } : undefined
}
