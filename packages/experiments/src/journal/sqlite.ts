/**
 * Journals in SQLite files: one file a run, synced at every event, every event chained to the one before by its hash.
 */
import { type Entry, type Event, Journal, type JournalError, print, read, type Timing } from "@marginalia/core/Journal"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Scope from "effect/Scope"
import type { DatabaseSync } from "node:sqlite"
import { impossible, impossibleEvent } from "./check.ts"
import { insert, type Owner, type Row, rowsOf } from "./database.ts"
import { unreadable, unwritable } from "./errors.ts"
import { openFiles, readFiles } from "./files.ts"
import { describeGap, type Gap } from "./gap.ts"
import type { Head } from "./head.ts"

/** A journal that is open to write. */
export interface OpenJournal {
  readonly journal: Journal["Service"]
  /** Events that were written and are gone; the journal goes on before them. */
  readonly gap: Gap | undefined
  /** The writer before, if it ended without closing the journal: by a kill of the process, say. */
  readonly abandoned: Owner | undefined
}

/** What a journal says, as read by someone who does not write it. */
export interface JournalContents {
  /** The events, in order. */
  readonly entries: ReadonlyArray<Entry>
  /** Events that were written and are gone. */
  readonly gap: Gap | undefined
  /** Who writes the journal, or wrote it last and did not close it. */
  readonly owner: Owner | undefined
}

const toEntries = (path: string, rows: ReadonlyArray<Row>): Effect.Effect<ReadonlyArray<Entry>, JournalError> =>
  Effect.forEach(rows, ({ body, seq, timing }) =>
    Effect.mapBoth(read(body), {
      onSuccess: (event) => ({ seq, event, timing: JSON.parse(timing) as Timing }),
      onFailure: ({ message }) => unreadable(path)(impossibleEvent({ seq, problem: message }))
    })).pipe(Effect.flatMap((entries) => {
      const found = impossible(entries)
      if (found === undefined) return Effect.succeed(entries)
      return Effect.fail(unreadable(path)(impossibleEvent(found)))
    }))

/** The journal's service over open files. After a failure it writes nothing more: what is on the disk is not known. */
const service = (path: string, database: DatabaseSync, head: Head, count: (head: Head) => void) => {
  let last = head
  let failed: JournalError | undefined
  const write = (body: string, timing: string): number => {
    if (failed !== undefined) throw failed
    last = insert(database, last, body, timing)
    count(last)
    return last.seq
  }
  const append = Effect.fnUntraced(function*(event: Event, timing: Timing = {}) {
    const body = print(event)
    const written = yield* read(body)
    const seq = yield* Effect.try({
      try: () => write(body, JSON.stringify(timing)),
      catch: (cause) => failed ??= unwritable(path)(cause)
    })
    return { seq, event: written, timing }
  })
  const rows = Effect.try({ try: () => rowsOf(database), catch: unreadable(path) })
  return { append, events: Effect.flatMap(rows, (rows) => toEntries(path, rows)) } satisfies Journal["Service"]
}

/**
 * Opens a journal to write, and makes it where there is none; closed with the scope.
 *
 * An event that was appended is on the disk. Beside `path` lie `path.head`, which counts the events, `path.lock`, and
 * while someone writes SQLite's `path-wal` and `path-shm`: copy or move them together, when nobody writes.
 *
 * Fails with a `JournalError`: `Locked` when another process, or this one, writes the journal already; `Corrupt`,
 * naming the first event that is not what was written; `Unreadable` when the file is something else, or is not to be
 * had. Events that are gone from the end are no error: see `gap`. What the events say is checked when they are read: a class or
 * a position that there is not is `Unreadable`, whose cause names the event.
 */
export const openJournal = Effect.fn("openJournal")(function*(
  path: string
): Effect.fn.Return<OpenJournal, JournalError, Scope.Scope> {
  const { abandoned, count, database, gap, head } = yield* openFiles(path)
  return { journal: service(path, database, head, count), gap, abandoned }
})

/** Reads the journal at `path`, also while someone writes it. Fails with a `JournalError`, as {@link openJournal}. */
export const readJournal = Effect.fn("readJournal")(function*(
  path: string
): Effect.fn.Return<JournalContents, JournalError> {
  const { gap, owner, rows } = yield* readFiles(path)
  return { entries: yield* toEntries(path, rows), gap, owner }
})

/**
 * The journal at `path` as a layer; a gap is logged as a warning. Fails with `JournalError` as {@link openJournal}
 * does.
 */
export const layerJournal = (path: string): Layer.Layer<Journal, JournalError> =>
  Layer.effect(
    Journal,
    Effect.gen(function*() {
      const { gap, journal } = yield* openJournal(path)
      if (gap !== undefined) yield* Effect.logWarning(`${path}: ${describeGap(gap)}`)
      return journal
    })
  )
