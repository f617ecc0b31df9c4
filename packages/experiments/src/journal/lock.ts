/**
 * One writer at a time: an empty database beside the journal, whose lock the writer holds as long as it lives.
 *
 * The operating system lets go of the lock when the process ends, however it ends, so no lock can be left behind. The
 * file itself stays: to delete it would let two writers lock two files of one name.
 */
import { DatabaseSync } from "node:sqlite"

/** Where the lock of a journal lies. */
export const lockPath = (path: string): string => `${path}.lock`

const BUSY = 5

/** Whether SQLite says that another connection holds the lock. */
export const isBusy = (error: unknown): boolean =>
  typeof error === "object" && error !== null && "errcode" in error && (Number(error.errcode) & 0xFF) === BUSY

/**
 * Takes the lock of the journal at `path` and gives what releases it; undefined when someone else has it. Throws when
 * it cannot be made.
 */
export const takeLock = (path: string): (() => void) | undefined => {
  const database = new DatabaseSync(lockPath(path), { timeout: 0 })
  try {
    database.exec("BEGIN IMMEDIATE")
    return () => database.close()
  } catch (error) {
    database.close()
    if (isBusy(error)) return undefined
    throw error
  }
}
