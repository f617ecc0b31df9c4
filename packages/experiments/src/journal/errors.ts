/**
 * What went wrong with a journal's files, in words.
 */
import { JournalError } from "@marginalia/core/Journal"
import { Broken, type Owner } from "./database.ts"

const text = (cause: unknown): string => cause instanceof Error ? cause.message : String(cause)

/** The journal cannot be opened or read. */
export const unreadable = (path: string) => (cause: unknown): JournalError =>
  cause instanceof Broken
    ? new JournalError({
      reason: { _tag: "Corrupt", seq: cause.seq },
      problem: `${path}: ${cause.message}; restore the file from a copy, or start a new one`,
      cause
    })
    : new JournalError({
      reason: { _tag: "Unreadable" },
      problem: `${path}: this journal cannot be opened: ${text(cause)}`,
      cause
    })

/** An event cannot be written. */
export const unwritable = (path: string) => (cause: unknown): JournalError =>
  cause instanceof Broken ? unreadable(path)(cause) : new JournalError({
    reason: { _tag: "Unwritable" },
    problem: `${path}: the event cannot be written: ${text(cause)}; what was written before is safe, resume from there`,
    cause
  })

/** Someone else writes the journal. */
export const locked = (path: string, owner: Owner | undefined): JournalError =>
  new JournalError({
    reason: { _tag: "Locked", pid: owner?.pid, since: owner?.since },
    problem: `${path}: ${
      owner === undefined ? "another process" : `process ${owner.pid} (since ${owner.since})`
    } writes this journal; wait for it or stop it, reading is possible meanwhile`
  })
