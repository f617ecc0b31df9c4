/**
 * Group commit: acts that wait while others are being written go to the disk together, and each is answered when it is there.
 */
import type { JournalError } from "@marginalia/core/Journal"
import * as Result from "effect/Result"
import { refusalOf } from "../session/check.ts"
import type { Entry, Event, Trained } from "../session/event.ts"
import { Refused } from "../session/refusal.ts"
import type { Session } from "../session/session.ts"
import { decide, type Saved, savedOf, type Wish } from "./act.ts"

/** At most so many events are written at once. */
export const TOGETHER = 64

/** What became of a wish. */
export type Outcome = Result.Result<Saved, Refused | JournalError>

/** What happened, for those who listen. */
export interface Change {
  readonly entry: Entry
  /** The items that it changed. */
  readonly items: ReadonlyArray<number>
}

/** What the commits work on. */
export interface Ground {
  readonly session: () => Session
  /** Writes events to the disk, all or none. Throws a `JournalError`. */
  readonly write: (entries: ReadonlyArray<Entry>) => void
  /** Forgets what was applied and is not on the disk. */
  readonly restore: () => void
  readonly tell: (change: Change) => void
  readonly now: () => number
  /** Runs it soon, once what came in meanwhile is in line as well. */
  readonly soon: (run: () => void) => void
}

/** A line of wishes. */
export interface Commits {
  /** Stands in line; `done` is called when it is on the disk, or is not to be. */
  readonly ask: (wish: Wish, done: (outcome: Outcome) => void) => void
  readonly record: (trained: Trained, done: (outcome: Outcome) => void) => void
  /** Writes all that waits, now. */
  readonly flush: () => void
}

interface Waiting {
  readonly wish: Wish | Trained
  readonly done: (outcome: Outcome) => void
}

interface Answer {
  readonly done: (outcome: Outcome) => void
  readonly saved: Saved
  readonly change: Change | undefined
}

const isTrained = (wish: Wish | Trained): wish is Trained => "_tag" in wish

const eventOf = (session: Session, wish: Wish | Trained): { readonly event: Event } | { readonly saved: Saved } => {
  if (!isTrained(wish)) {
    const found = decide(session, wish)
    return "saved" in found ? found : { event: found.act }
  }
  const reason = refusalOf(session, wish)
  if (reason !== undefined) throw new Refused({ reason })
  return { event: wish }
}

/** Nothing waits yet. */
export const makeCommits = (ground: Ground): Commits => {
  const waiting: Array<Waiting> = []
  let asked = false
  const take = ({ done, wish }: Waiting): Answer | undefined => {
    const session = ground.session()
    try {
      const found = eventOf(session, wish)
      if ("saved" in found) return { done, saved: found.saved, change: undefined }
      const entry: Entry = { seq: session.seq() + 1, at: ground.now(), event: found.event }
      const items = session.apply(entry)
      const saved = found.event._tag === "Trained" || found.event._tag === "Created"
        ? { seq: entry.seq, items, added: undefined }
        : savedOf(entry.seq, found.event, items)
      return { done, saved, change: { entry, items } }
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      done(Result.fail(error))
      return undefined
    }
  }
  const commit = (): void => {
    const answers = waiting.splice(0, TOGETHER).map(take).filter((answer) => answer !== undefined)
    const changes = answers.flatMap(({ change }) => (change === undefined ? [] : [change]))
    try {
      if (changes.length > 0) ground.write(changes.map(({ entry }) => entry))
    } catch (error) {
      ground.restore()
      for (const { done } of answers) done(Result.fail(error as JournalError))
      return
    }
    changes.forEach(ground.tell)
    for (const { done, saved } of answers) done(Result.succeed(saved))
  }
  const flush = (): void => {
    while (waiting.length > 0) commit()
  }
  const arrange = (): void => {
    if (asked || waiting.length === 0) return
    asked = true
    ground.soon(() => {
      asked = false
      commit()
      arrange()
    })
  }
  const stand = (one: Waiting): void => {
    waiting.push(one)
    arrange()
  }
  return {
    ask: (wish, done) => stand({ wish, done }),
    record: (trained, done) => stand({ wish: trained, done }),
    flush
  }
}
