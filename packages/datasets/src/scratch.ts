/** A file for what is too large for memory. It has no name once it is open, so that nothing is left however a program ends. */
import * as Message from "@marginalia/core/Message"
import * as Quote from "@marginalia/core/Quote"
import * as Effect from "effect/Effect"
import * as Scope from "effect/Scope"
import { randomUUID } from "node:crypto"
import { mkdirSync, readSync, rmSync, statfsSync } from "node:fs"
import { type FileHandle, open } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { cacheFolder } from "./cache-folder.ts"
import { DatasetError, invalidRequest } from "./errors.ts"
import { ScratchScope } from "./scratch-scope.ts"

/** A file that grows, and is read at any place. */
export interface Scratch {
  /** Where it lies. */
  readonly folder: string
  /** Adds bytes at the end. Fails with `DatasetError` where the disk has no room. */
  readonly append: (bytes: Uint8Array) => Effect.Effect<void, DatasetError>
  /**
   * The `length` bytes from `at` on, in memory of their own. Throws a `DatasetError` where they cannot be read, which
   * `withScratch` makes a failure of the work that reads.
   */
  readonly read: (at: number, length: number) => Uint8Array<ArrayBuffer>
  /** Writes the bytes from `at` on into `into`. Fails with `DatasetError` where they cannot be read. */
  readonly fill: (at: number, into: Uint8Array) => Effect.Effect<void, DatasetError>
}

/** The cache's folder, or the system's for such files where that cannot be used. */
const usable = (folder: string): string => {
  try {
    mkdirSync(folder, { recursive: true })
    return folder
  } catch {
    return tmpdir()
  }
}

const freeIn = (folder: string): number => {
  try {
    const { bavail, bsize } = statfsSync(folder)
    return bavail * bsize
  } catch {
    return Infinity
  }
}

const another = "set MARGINALIA_CACHE to a folder with more room"
const smaller = Message.text`, or make the images smaller (${Message.setting("size", { value: 64 })})`

interface Open {
  readonly handle: FileHandle
  readonly path: string
}

const opened = (folder: string): Promise<Open> => {
  const path = join(folder, `scratch-${process.pid}-${randomUUID()}`)
  return open(path, "wx+", 0o600).then((handle) => {
    rmSync(path, { force: true })
    return { handle, path }
  })
}

/** Systems that keep the name of an open file lose it now. */
const closed = async ({ handle, path }: Open): Promise<void> => {
  await handle.close()
  rmSync(path, { force: true })
}

const readAt = ({ fd }: FileHandle, at: number, length: number): Uint8Array<ArrayBuffer> => {
  const bytes = new Uint8Array(length)
  let done = 0
  while (done < length) {
    const count = readSync(fd, bytes, done, length - done, at + done)
    if (count === 0) throw new Error(`it ends before the ${length} bytes at ${at}`)
    done += count
  }
  return bytes
}

const appendTo = async ({ handle }: Open, bytes: Uint8Array, at: number): Promise<void> => {
  let done = 0
  while (done < bytes.length) {
    done += (await handle.write(bytes, done, bytes.length - done, at + done)).bytesWritten
  }
}

/** The length of a read has 32 bits. */
const PIECE = 2 ** 30

const fillFrom = async ({ handle }: Open, at: number, into: Uint8Array): Promise<void> => {
  for (let done = 0; done < into.length;) {
    const { bytesRead } = await handle.read(into, done, Math.min(PIECE, into.length - done), at + done)
    if (bytesRead === 0) throw new Error(`it ends before the ${into.length} bytes at ${at}`)
    done += bytesRead
  }
}

/**
 * A file for `bytes` bytes, which is gone when the {@link ScratchScope} closes. Fails with `DatasetError` where there is no room for them on the
 * disk, and where the file cannot be made or written; `what` says what they are, and `otherwise` what else
 * would help, by default smaller images.
 */
export const scratch = Effect.fn("scratch")(function*(
  bytes: number,
  what: string,
  otherwise: Message.Message = smaller
) {
  const advice = Message.text`${another}${otherwise}`
  const folder = usable(yield* cacheFolder), free = freeIn(folder)
  if (bytes > free) {
    const problem = `${what} take ${Quote.bytes(bytes)} on the disk, and ${Quote.bytes(free)} are free in ${folder}`
    return yield* invalidRequest(Message.text`${problem}; ${advice}`, { fault: "TooLarge", bytes, free })
  }
  const failed = (cause: unknown) =>
    invalidRequest(Message.text`${what} cannot be kept in ${folder} (${Quote.thrown(cause)}); ${advice}`, {
      fault: "Failed",
      cause
    })
  const file = yield* Effect.acquireRelease(
    Effect.tryPromise({ try: () => opened(folder), catch: failed }),
    (file) => Effect.promise(() => closed(file))
  ).pipe(Scope.provide(yield* ScratchScope))
  const lost = (cause: unknown) => new DatasetError({ reason: { _tag: "ScratchLost", what, folder, cause } })
  let size = 0
  const append = (more: Uint8Array) =>
    Effect.tryPromise({ try: () => appendTo(file, more, size), catch: failed }).pipe(
      Effect.tap(() => Effect.sync(() => size += more.length)),
      Effect.uninterruptible
    )
  const read = (at: number, length: number): Uint8Array<ArrayBuffer> => {
    try {
      return readAt(file.handle, at, length)
    } catch (cause) {
      throw lost(cause)
    }
  }
  const fill = (at: number, into: Uint8Array) =>
    Effect.tryPromise({ try: () => fillFrom(file, at, into), catch: lost }).pipe(Effect.uninterruptible)
  return { folder, append, read, fill } satisfies Scratch as Scratch
})
