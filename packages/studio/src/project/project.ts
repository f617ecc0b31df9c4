/**
 * A labeling project: a folder with a journal of what people said, open to go on with or to read.
 */
import type { JournalError } from "@marginalia/core/Journal"
import type { Owner } from "@marginalia/experiments/journal/database"
import { unreadable } from "@marginalia/experiments/journal/errors"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as PubSub from "effect/PubSub"
import type * as Scope from "effect/Scope"
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync } from "node:fs"
import { dirname } from "node:path"
import type { Created, Entry, Trained } from "../session/event.ts"
import type { Refused } from "../session/refusal.ts"
import type { Session } from "../session/session.ts"
import type { Saved, Wish } from "./act.ts"
import { type Change, type Commits, makeCommits, type Outcome } from "./commits.ts"
import { journalPath } from "./files.ts"
import { createdOf, foldOf } from "./fold.ts"
import { type LabelJournal, openLabels, readLabels } from "./journal.ts"
import { noProject, otherItems } from "./refused.ts"

/** A project that is open to write. */
export interface Project {
  /** The project's folder. */
  readonly folder: string
  /** Its state. Ask again after an act: when the disk fails, a new one takes its place. */
  readonly session: () => Session
  /**
   * Does something, and answers when it is on the disk. Sent again under its nonce, it is answered as before and not done
   * twice. Fails with `Refused` where it cannot be done, and with a `JournalError` where it cannot be written: then it was
   * not done, and may be sent again.
   */
  readonly act: (wish: Wish) => Effect.Effect<Saved, Refused | JournalError>
  /**
   * Writes down a model. Fails with {@link Refused} where it knows of events that are yet to come, and with
   * `JournalError`.
   */
  readonly record: (trained: Trained) => Effect.Effect<Saved, Refused | JournalError>
  /** All that happened, in order. */
  readonly entries: () => ReadonlyArray<Entry>
  /** What happens from now on. Who is slow misses the oldest of more than 1,000. */
  readonly changes: Effect.Effect<PubSub.Subscription<Change>, never, Scope.Scope>
  /** What is odd about the journal, in words, where something is. */
  readonly oddity: string | undefined
}

/** A project as read by someone who does not write it. */
export interface ProjectContents {
  /** Its state. */
  readonly session: Session
  /** All that happened, in order. */
  readonly entries: ReadonlyArray<Entry>
  /** What is odd about the journal, in words, where something is. */
  readonly oddity: string | undefined
  /** Who writes it, or wrote it last and did not close it. */
  readonly owner: Owner | undefined
  /** The hash of the last event, to which all before it are chained. */
  readonly head: string
}

const make = (folder: string): Effect.Effect<void, JournalError> =>
  Effect.try({
    try: () => {
      if (mkdirSync(folder, { recursive: true }) === undefined) return
      const parent = openSync(dirname(folder), "r")
      try {
        fsyncSync(parent)
      } finally {
        closeSync(parent)
      }
    },
    catch: unreadable(folder)
  })

const isOther = (found: Created, wanted: Created): boolean => found.size !== wanted.size || found.ids !== wanted.ids

const begin = Effect.fnUntraced(function*(folder: string, journal: LabelJournal, created: Created | undefined) {
  if (journal.entries.length > 0) {
    const found = yield* Effect.try({ try: () => createdOf(journal.entries), catch: unreadable(folder) })
    if (created !== undefined && isOther(found, created)) return yield* otherItems(folder, found, created)
    return journal.entries
  }
  if (created === undefined) return yield* noProject(folder, "labels.db", true)
  const first: Entry = { seq: 1, at: yield* Clock.currentTimeMillis, event: created }
  yield* Effect.try({ try: () => journal.write([first]), catch: (error) => error as JournalError })
  return [first]
})

const answering = (stand: (done: (outcome: Outcome) => void) => void) =>
  Effect.callback<Saved, Refused | JournalError>((resume) => stand((outcome) => resume(Effect.fromResult(outcome))))

/** The line of a project's acts: what is applied and what is written stay together. */
const lineOf = (
  journal: LabelJournal,
  begun: ReadonlyArray<Entry>,
  first: Session,
  now: () => number,
  tell: (change: Change) => void
): { readonly commits: Commits; readonly session: () => Session; readonly entries: () => ReadonlyArray<Entry> } => {
  const entries = [...begun]
  let session = first
  const commits = makeCommits({
    session: () => session,
    write: (more) => {
      journal.write(more)
      entries.push(...more)
    },
    restore: () => {
      session = foldOf(entries)
    },
    tell,
    now,
    soon: (run) => void setImmediate(run)
  })
  return { commits, session: () => session, entries: () => entries }
}

/**
 * Opens the project in `folder`, for as long as the scope lasts; when it ends, what waits is written first. Where there is
 * none yet, it begins with `created`; without that, it must be there.
 *
 * Fails with a `JournalError`: `Locked`, naming the process that has it open; `Unfit` when the project is of other items than
 * `created`, or is none; `Corrupt` and `Unreadable`, naming the first event that is not what was written or cannot be.
 */
export const openProject = Effect.fn("openProject")(function*(
  folder: string,
  created?: Created
): Effect.fn.Return<Project, JournalError, Scope.Scope> {
  if (created !== undefined) yield* make(folder)
  else if (!existsSync(journalPath(folder))) return yield* noProject(folder, "labels.db", true)
  const journal = yield* openLabels(folder)
  const begun = yield* begin(folder, journal, created)
  const first = yield* Effect.try({ try: () => foldOf(begun), catch: unreadable(folder) })
  const clock = yield* Clock.Clock
  const changes = yield* PubSub.sliding<Change>(1000)
  const line = lineOf(
    journal,
    begun,
    first,
    () => clock.currentTimeMillisUnsafe(),
    (change) => void PubSub.publishUnsafe(changes, change)
  )
  yield* Effect.addFinalizer(() => Effect.sync(line.commits.flush))
  return {
    folder,
    session: line.session,
    act: (wish) => answering((done) => line.commits.ask(wish, done)),
    record: (trained) => answering((done) => line.commits.record(trained, done)),
    entries: line.entries,
    changes: PubSub.subscribe(changes),
    oddity: journal.oddity
  }
})

/**
 * Reads the project in `folder`, also while a server has it open. Fails with `JournalError` as {@link openProject},
 * but for `Locked`.
 */
export const readProject = Effect.fn("readProject")(function*(
  folder: string
): Effect.fn.Return<ProjectContents, JournalError> {
  const { entries, head, oddity, owner } = yield* readLabels(folder)
  const session = yield* Effect.try({ try: () => foldOf(entries), catch: unreadable(folder) })
  return { session, entries, oddity, owner, head }
})
