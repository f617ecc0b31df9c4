/**
 * A project's journal on the disk: every event chained to the one before by its hash, synced before anyone hears of it.
 */
import type { JournalError } from "@marginalia/core/Journal"
import { GENESIS } from "@marginalia/datasets/hash"
import { insertAll, type Owner } from "@marginalia/experiments/journal/database"
import { unreadable, unwritable } from "@marginalia/experiments/journal/errors"
import { type OpenFiles, openFiles, readFiles } from "@marginalia/experiments/journal/files"
import { describeGap } from "@marginalia/experiments/journal/gap"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import { existsSync } from "node:fs"
import type { Entry } from "../session/event.ts"
import { TOGETHER } from "./commits.ts"
import { journalPath } from "./files.ts"
import { noProject } from "./refused.ts"
import { entryOf, print, printTime } from "./text.ts"

/** A journal that is open to write. */
export interface LabelJournal {
  /** What it held when it was opened. */
  readonly entries: ReadonlyArray<Entry>
  /** What is odd about it, in words, where something is: events that are gone. */
  readonly oddity: string | undefined
  /** Writes entries after the others, all or none, and syncs. Throws a `JournalError`. */
  readonly write: (entries: ReadonlyArray<Entry>) => void
}

/** What a journal says, as read by someone who does not write it. */
export interface LabelContents {
  readonly entries: ReadonlyArray<Entry>
  readonly oddity: string | undefined
  /** Who writes it, or wrote it last and did not close it. */
  readonly owner: Owner | undefined
  /** The hash of the last entry, to which all before it are chained. */
  readonly head: string
}

const FULL = 13
const BUSY = 5

/** The disk was full, or someone held the database: nothing was written, and the next try may do. */
const passes = (error: unknown): boolean => {
  if (typeof error !== "object" || error === null || !("errcode" in error)) return false
  const code = Number(error.errcode) & 0xFF
  return code === FULL || code === BUSY
}

const writer = (path: string, { count, database, head }: OpenFiles) => {
  let last = head
  let failed: JournalError | undefined
  return (entries: ReadonlyArray<Entry>): void => {
    if (failed !== undefined) throw failed
    let written = false
    try {
      last = insertAll(database, last, entries.map(({ at, event }) => ({ body: print(event), timing: printTime(at) })))
      written = true
      count(last)
    } catch (cause) {
      const error = unwritable(path)(cause)
      if (written || !passes(cause)) failed = error
      throw error
    }
  }
}

const entriesOf = (path: string, rows: OpenFiles["rows"]): Effect.Effect<ReadonlyArray<Entry>, JournalError> =>
  Effect.try({ try: () => rows.map(entryOf), catch: unreadable(path) })

/**
 * Opens the journal of the project in `folder`, which must be there, and makes one where there is none; closed with the scope.
 * Fails with a `JournalError`: `Locked`, naming the process that writes it; `Corrupt`, naming the first event that is not
 * what was written; `Unreadable`.
 */
export const openLabels = Effect.fnUntraced(function*(
  folder: string
): Effect.fn.Return<LabelJournal, JournalError, Scope.Scope> {
  const path = journalPath(folder)
  const files = yield* openFiles(path, TOGETHER)
  const entries = yield* entriesOf(path, files.rows)
  const oddity = files.gap === undefined ? undefined : `${path}: ${describeGap(files.gap)}`
  return { entries, oddity, write: writer(path, files) }
})

/** Reads the journal of the project in `folder`, also while a server writes it. Fails as {@link openLabels}, and with `Unfit`. */
export const readLabels = Effect.fnUntraced(function*(
  folder: string
): Effect.fn.Return<LabelContents, JournalError> {
  const path = journalPath(folder)
  if (!existsSync(path)) return yield* noProject(folder, "labels.db")
  const { gap, owner, rows } = yield* readFiles(path)
  const oddity = gap === undefined ? undefined : `${path}: ${describeGap(gap)}`
  return { entries: yield* entriesOf(path, rows), oddity, owner, head: rows.at(-1)?.hash ?? GENESIS }
})
