/**
 * What went wrong with a journal's files.
 */
import { JournalError } from "@marginalia/core/Journal"
import { Broken, type Owner } from "./database.ts"

/** The journal cannot be opened or read. */
export const unreadable = (path: string) => (cause: unknown): JournalError =>
  new JournalError({
    reason: cause instanceof Broken
      ? { _tag: "Corrupt", path, seq: cause.seq, problem: cause.message, cause }
      : { _tag: "Unreadable", path, cause }
  })

/** An event cannot be written. */
export const unwritable = (path: string) => (cause: unknown): JournalError =>
  cause instanceof Broken ? unreadable(path)(cause) : new JournalError({ reason: { _tag: "Unwritable", path, cause } })

/** Someone else writes the journal. */
export const locked = (path: string, owner: Owner | undefined): JournalError =>
  new JournalError({ reason: { _tag: "Locked", path, owner } })
