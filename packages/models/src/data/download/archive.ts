/** What the archives of data sets have in common: how they are unpacked, and what may be wrong with them. */
import * as Effect from "effect/Effect"
import { DownloadError, failed, unwritable } from "./errors.ts"

/** An archive, and to where. */
export interface Unpack {
  readonly archive: string
  /** A folder that is empty, so that nothing in it leads elsewhere. */
  readonly to: string
  /** A folder at the archive's top that is left out. */
  readonly strip: string | undefined
  /** Told how much of the archive has been read. */
  readonly onProgress: (done: number, total: number) => void
}

/** The error for an archive that cannot be trusted or read. */
export const badArchive = (path: string, problem: string): DownloadError =>
  failed({ _tag: "BadArchive", path, problem })

/** The error for an entry that would lie outside of the folder. */
export const outside = (archive: string, name: string): DownloadError =>
  badArchive(archive, `its entry ${JSON.stringify(name)} would be written outside of the folder, so nothing is`)

/** A complaint of the system's, unless it is of an entry that has the name of another one. */
const isSystems = (cause: unknown): cause is Error =>
  cause instanceof Error && "syscall" in cause && "code" in cause && cause.code !== "EISDIR" && cause.code !== "EEXIST"

/** Runs the work of unpacking, which may throw; interruption aborts it. */
export const unpacking = (
  task: Unpack,
  work: (signal: AbortSignal) => Promise<void>
): Effect.Effect<void, DownloadError> =>
  Effect.tryPromise({
    try: work,
    catch: (cause) => {
      if (cause instanceof DownloadError) return cause
      if (isSystems(cause)) return unwritable(task.to)(cause)
      return badArchive(
        task.archive,
        `the archive is corrupt (${cause instanceof Error ? cause.message : String(cause)})`
      )
    }
  })
