/**
 * The files of a journal, whatever its events are: the database, the counter beside it, and the lock of who writes.
 */
import type { JournalError } from "@marginalia/core/Journal"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import type { DatabaseSync } from "node:sqlite"
import { openToRead, openToWrite, type Owner, ownerOf, type Row, rowsOf, setOwner } from "./database.ts"
import { locked, unreadable } from "./errors.ts"
import { type Gap, gapOf, headOf } from "./gap.ts"
import { type Head, openHead, readHead } from "./head.ts"
import { takeLock } from "./lock.ts"

/** Files that are open to write. */
export interface OpenFiles {
  readonly database: DatabaseSync
  /** The events as they were found, in order. */
  readonly rows: ReadonlyArray<Row>
  readonly head: Head
  /** Remembers that events up to this one were written. */
  readonly count: (head: Head) => void
  /** Events that were written and are gone. */
  readonly gap: Gap | undefined
  /** The writer before, if it ended without closing the files. */
  readonly abandoned: Owner | undefined
}

/** What files say, as read by someone who does not write them. */
export interface ReadFiles {
  readonly rows: ReadonlyArray<Row>
  readonly gap: Gap | undefined
  readonly owner: Owner | undefined
}

const ownerAt = (path: string): Effect.Effect<Owner | undefined> =>
  Effect.acquireUseRelease(
    Effect.try({ try: () => openToRead(path), catch: unreadable(path) }),
    (database) => Effect.try({ try: () => ownerOf(database), catch: unreadable(path) }),
    (database) => Effect.sync(() => database.close())
  ).pipe(Effect.orElseSucceed(() => undefined))

const acquireLock = Effect.fnUntraced(function*(path: string) {
  const release = yield* Effect.acquireRelease(
    Effect.try({ try: () => takeLock(path), catch: unreadable(path) }),
    (release) => Effect.sync(() => release?.())
  )
  if (release === undefined) return yield* locked(path, yield* ownerAt(path))
})

const acquireDatabase = Effect.fnUntraced(function*(path: string) {
  const since = new Date(yield* Clock.currentTimeMillis).toISOString()
  return yield* Effect.acquireRelease(
    Effect.try({
      try: () => {
        const database = openToWrite(path)
        const abandoned = ownerOf(database)
        setOwner(database, { pid: process.pid, since })
        return { database, abandoned }
      },
      catch: unreadable(path)
    }),
    ({ database }) =>
      Effect.try(() => setOwner(database, undefined)).pipe(
        Effect.ignore,
        Effect.ensuring(Effect.sync(() => database.close()))
      )
  )
})

/**
 * Opens the files of the journal at `path` to write, and makes them where there are none; closed with the scope. `together`
 * is the largest number of events that are written at once, by default 1. Fails as `openJournal` does.
 */
export const openFiles = Effect.fnUntraced(function*(
  path: string,
  together = 1
): Effect.fn.Return<OpenFiles, JournalError, Scope.Scope> {
  yield* acquireLock(path)
  const { abandoned, database } = yield* acquireDatabase(path)
  const files = yield* Effect.acquireRelease(
    Effect.try({ try: () => openHead(path), catch: unreadable(path) }),
    ({ close }) => Effect.sync(close)
  )
  return yield* Effect.try({
    try: () => {
      const rows = rowsOf(database), head = headOf(rows)
      const gap = gapOf(rows, readHead(path), together)
      files.reset(head)
      return { database, rows, head, count: files.write, gap, abandoned }
    },
    catch: unreadable(path)
  })
})

/** Reads the files of the journal at `path`, also while someone writes them. Fails as `readJournal` does. */
export const readFiles = (path: string): Effect.Effect<ReadFiles, JournalError> =>
  Effect.acquireUseRelease(
    Effect.try({ try: () => openToRead(path), catch: unreadable(path) }),
    (database) =>
      Effect.try({
        try: () => {
          // The counter first: what is written in between only makes the database the longer one.
          const head = readHead(path)
          const rows = rowsOf(database)
          const gap = gapOf(rows, head)
          return { rows, gap: gap?._tag === "OldHead" ? undefined : gap, owner: ownerOf(database) }
        },
        catch: unreadable(path)
      }),
    (database) => Effect.sync(() => database.close())
  )
