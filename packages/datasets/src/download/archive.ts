/** What the archives of data sets have in common: how they are unpacked, and what may be wrong with them. */
import * as Quote from "@marginalia/core/Quote"
import * as Effect from "effect/Effect"
import { stat } from "node:fs/promises"
import { DatasetError } from "../errors.ts"
import { type Allowance, allowedFor, tooLarge } from "../limits.ts"
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
  badArchive(archive, `its entry ${Quote.value(name)} would be written outside of the folder, so nothing is`)

/** The error for an entry that is a link, a device or the like: no data set has any, and a link may lead outside. */
export const noFile = (archive: string, name: string): DownloadError =>
  badArchive(archive, `its entry ${Quote.value(name)} is neither a file nor a folder, so nothing is unpacked`)

/** More entries than any data set has. */
const MOST = 5_000_000

/** Counts entries and bytes, promised or written, and refuses what is more than is allowed. */
export interface Meter {
  readonly entry: () => void
  /** `bytes` more of what the archive says that it holds. */
  readonly promise: (bytes: number) => void
  /** `bytes` more of what it does hold. */
  readonly write: (bytes: number) => void
}

/** A meter of one archive. Throws a {@link DownloadError}. */
export const meterOf = (path: string, allowance: Allowance, most: number = MOST): Meter => {
  let entries = 0, promised = 0, written = 0
  const refuse = (problem: string): never => {
    throw failed({ _tag: "TooLarge", path, problem })
  }
  return {
    entry: () => {
      if (++entries > most) refuse(`it has more than ${most} entries, so that it is no data set`)
    },
    promise: (bytes) => {
      promised += bytes
      if (!(promised <= allowance.bytes)) refuse(tooLarge(allowance, promised))
    },
    write: (bytes) => {
      written += bytes
      if (written > allowance.bytes) refuse(tooLarge(allowance))
    }
  }
}

/** A complaint of the system's, unless it is of an entry that has the name of another one. */
const isSystems = (cause: unknown): cause is Error =>
  cause instanceof Error && "syscall" in cause && "code" in cause && cause.code !== "EISDIR" && cause.code !== "EEXIST"

const meterFor = Effect.fnUntraced(function*({ archive }: Unpack) {
  const { size } = yield* Effect.tryPromise({ try: () => stat(archive), catch: (cause) => cause })
  return meterOf(archive, yield* allowedFor(size, false))
})

/** Runs the work of unpacking, which may throw; interruption aborts it. */
export const unpacking = (
  task: Unpack,
  work: (signal: AbortSignal, meter: Meter) => Promise<void>
): Effect.Effect<void, DownloadError> =>
  Effect.flatMap(
    meterFor(task),
    (meter) => Effect.tryPromise({ try: (signal) => work(signal, meter), catch: (cause) => cause })
  ).pipe(
    Effect.mapError((cause) => {
      if (cause instanceof DownloadError) return cause
      if (cause instanceof DatasetError) return failed({ _tag: "TooLarge", path: task.archive, problem: cause.message })
      if (isSystems(cause)) return unwritable(task.to)(cause)
      return badArchive(
        task.archive,
        `the archive is corrupt (${cause instanceof Error ? cause.message : String(cause)})`
      )
    })
  )
