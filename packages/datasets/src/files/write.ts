/**
 * Output files are written whole or not at all.
 */
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Path from "effect/Path"
import type { PlatformError } from "effect/PlatformError"
import { randomUUID } from "node:crypto"
import { folderProblem, toFileProblem } from "./errors.ts"

const toBytes = (contents: string | Uint8Array): Uint8Array =>
  typeof contents === "string" ? new TextEncoder().encode(contents) : contents

/** What stands at `path`, links followed; `undefined` if nothing does. */
const existing = (fs: FileSystem.FileSystem, path: string) =>
  Effect.gen(function*() {
    const real = yield* fs.realPath(path)
    return { real, info: yield* fs.stat(real) }
  }).pipe(
    Effect.catchIf((error) => error.reason._tag === "NotFound", () => Effect.succeed(undefined))
  )

/** Writes `bytes` to a new file and waits until they are on the disk. */
const writeNew = (fs: FileSystem.FileSystem, path: string, bytes: Uint8Array, mode: number | undefined) =>
  Effect.gen(function*() {
    const file = yield* fs.open(path, { flag: "wx", mode })
    yield* file.writeAll(bytes)
    yield* file.sync
  }).pipe(Effect.scoped)

const replace = Effect.fnUntraced(function*(target: string, bytes: Uint8Array, mode: number | undefined) {
  const fs = yield* FileSystem.FileSystem
  const paths = yield* Path.Path
  const temporary = paths.join(paths.dirname(target), `.${paths.basename(target)}.${randomUUID()}.tmp`)
  const write: Effect.Effect<void, PlatformError> = Effect.gen(function*() {
    yield* writeNew(fs, temporary, bytes, mode)
    if (mode !== undefined) yield* fs.chmod(temporary, mode)
    yield* fs.rename(temporary, target)
  })
  yield* write.pipe(
    Effect.onError(() => Effect.ignore(fs.remove(temporary, { force: true })))
  )
})

/**
 * Writes a file so that readers see either the old contents or all of the new: into a temporary file in the same folder,
 * flushed, then renamed.
 *
 * On failure or interruption the temporary file is removed and an existing file stays as it was; its permissions are kept
 * and links are followed. Devices and pipes are written to directly. Fails with `FileProblem`.
 */
export const writeAtomically = Effect.fn("writeAtomically")(function*(path: string, contents: string | Uint8Array) {
  const fs = yield* FileSystem.FileSystem
  const bytes = toBytes(contents)
  const fail = Effect.mapError(toFileProblem(path))
  const old = yield* existing(fs, path).pipe(fail)
  if (old?.info.type === "Directory") return yield* folderProblem(path)
  if (old !== undefined && old.info.type !== "File") return yield* fs.writeFile(path, bytes).pipe(fail)
  yield* replace(old?.real ?? path, bytes, old === undefined ? undefined : old.info.mode & 0o777).pipe(fail)
})
