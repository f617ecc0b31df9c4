/**
 * The database of a journal: a table of events that only grows. Everything here is synchronous and throws.
 */
import { GENESIS, link } from "@marginalia/datasets/hash"
import { DatabaseSync } from "node:sqlite"
import type { Head } from "./head.ts"

/** "Marg", so that other databases are told apart. */
const APPLICATION = 0x4d617267
const LAYOUT = 1

const schema = `
  CREATE TABLE IF NOT EXISTS event (
    seq INTEGER PRIMARY KEY, body TEXT NOT NULL, timing TEXT NOT NULL, hash TEXT NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS owner (
    only INTEGER PRIMARY KEY CHECK (only = 1), pid INTEGER NOT NULL, since TEXT NOT NULL
  ) STRICT;
  CREATE TRIGGER IF NOT EXISTS event_is_final BEFORE UPDATE ON event
    BEGIN SELECT RAISE(ABORT, 'events are never changed'); END;
  CREATE TRIGGER IF NOT EXISTS event_stays BEFORE DELETE ON event
    BEGIN SELECT RAISE(ABORT, 'events are never deleted'); END;
  PRAGMA application_id = ${APPLICATION};
  PRAGMA user_version = ${LAYOUT};
`

/** A row of the table of events. */
export interface Row {
  readonly seq: number
  readonly body: string
  readonly timing: string
  readonly hash: string
}

/** Who writes the journal, or wrote it last and did not close it: the process `pid`, `since` when. */
export interface Owner {
  readonly pid: number
  readonly since: string
}

/** The chain breaks at this event. */
export class Broken extends Error {
  readonly seq: number
  constructor(seq: number, problem: string, options?: ErrorOptions) {
    super(problem, options)
    this.seq = seq
  }
}

const numberOf = (database: DatabaseSync, pragma: string): number =>
  Number(Object.values(database.prepare(`PRAGMA ${pragma}`).get() ?? {})[0])

/** Refuses databases of other programs and of later versions. */
const check = (database: DatabaseSync): void => {
  const [application, layout] = [numberOf(database, "application_id"), numberOf(database, "user_version")]
  const tables = Number(database.prepare("SELECT count(*) AS n FROM sqlite_schema").get()?.["n"])
  if (application === 0 && tables === 0) return
  if (application !== APPLICATION) throw new Error("it is a database of another program")
  if (layout > LAYOUT) throw new Error(`it was written by a later version (layout ${layout}; this one knows ${LAYOUT})`)
}

/** In one transaction, which no reader sees half. */
const atomically = <A>(database: DatabaseSync, body: () => A): A => {
  database.exec("BEGIN IMMEDIATE")
  try {
    const value = body()
    database.exec("COMMIT")
    return value
  } catch (error) {
    if (database.isTransaction) database.exec("ROLLBACK")
    throw error
  }
}

const configured = (database: DatabaseSync, setUp: () => void): DatabaseSync => {
  try {
    check(database)
    setUp()
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

/** Opens the database to write, and makes it where there is none. */
export const openToWrite = (path: string): DatabaseSync => {
  const database = new DatabaseSync(path, { timeout: 5000 })
  return configured(database, () => {
    // What is deleted is overwritten: the bytes of the file follow from its events, not from who wrote it when.
    database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON")
    atomically(database, () => database.exec(schema))
  })
}

/** Opens the database to read, also while someone writes it. */
export const openToRead = (path: string): DatabaseSync => {
  const database = new DatabaseSync(path, { timeout: 5000, readOnly: true })
  return configured(database, () => {})
}

const hasTable = (database: DatabaseSync, name: string): boolean =>
  database.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?").get(name) !== undefined

const verified = ({ body, hash, seq, timing }: Row, before: string, expected: number): Row => {
  if (seq !== expected) throw new Broken(expected, `event ${expected} is missing; event ${seq} follows`)
  if (link(before, seq, body, timing) === hash) return { seq, body, timing, hash }
  throw new Broken(seq, `event ${seq} is not what was written: its hash differs`)
}

/** All events in order, each checked against its hash. Throws {@link Broken}. */
export const rowsOf = (database: DatabaseSync): ReadonlyArray<Row> => {
  const rows: Array<Row> = []
  if (!hasTable(database, "event")) return rows
  try {
    for (const row of database.prepare("SELECT seq, body, timing, hash FROM event ORDER BY seq").iterate()) {
      rows.push(verified(row as unknown as Row, rows.at(-1)?.hash ?? GENESIS, rows.length + 1))
    }
    return rows
  } catch (cause) {
    if (cause instanceof Broken) throw cause
    throw new Broken(rows.length + 1, `event ${rows.length + 1} cannot be read (${(cause as Error).message})`, {
      cause
    })
  }
}

/** What is written of an event: its text, and that of its timing. */
export interface Written {
  readonly body: string
  readonly timing: string
}

/**
 * Writes events after the head, in one transaction, and syncs: all of them or none. Throws {@link Broken} when the head is not
 * the last event. Gives the new head.
 */
export const insertAll = (database: DatabaseSync, head: Head, events: ReadonlyArray<Written>): Head =>
  atomically(database, () => {
    const last = Number(database.prepare("SELECT coalesce(max(seq), 0) AS last FROM event").get()?.["last"])
    if (last !== head.seq) {
      throw new Broken(head.seq + 1, `event ${last} is the last where event ${head.seq} should be`)
    }
    const row = database.prepare("INSERT INTO event (seq, body, timing, hash) VALUES (?, ?, ?, ?)")
    return events.reduce(({ hash: before, seq: at }, { body, timing }) => {
      const seq = at + 1, hash = link(before, seq, body, timing)
      row.run(seq, body, timing, hash)
      return { seq, hash }
    }, head)
  })

/** Writes an event after the head, and syncs. Throws {@link Broken} when the head is not the last event. */
export const insert = (database: DatabaseSync, head: Head, body: string, timing: string): Head =>
  insertAll(database, head, [{ body, timing }])

/** Who is written down as the writer. */
export const ownerOf = (database: DatabaseSync): Owner | undefined => {
  if (!hasTable(database, "owner")) return undefined
  const row = database.prepare("SELECT pid, since FROM owner").get()
  return row === undefined ? undefined : { pid: Number(row["pid"]), since: String(row["since"]) }
}

/** Writes down who the writer is; undefined when there is none any more. */
export const setOwner = (database: DatabaseSync, owner: Owner | undefined): void =>
  atomically(database, () => {
    database.exec("DELETE FROM owner")
    if (owner === undefined) return
    database.prepare("INSERT INTO owner (only, pid, since) VALUES (1, ?, ?)").run(owner.pid, owner.since)
  })
