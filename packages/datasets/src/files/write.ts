/**
 * Output files are written whole or not at all.
 */
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Path from "effect/Path"
import { randomUUID } from "node:crypto"
import { type FileProblem, folderProblem, toFileProblem } from "./errors.ts"

/** A text, bytes, or bytes in pieces. */
export type Contents = string | Uint8Array | ReadonlyArray<Uint8Array>

const toPieces = (contents: Contents): ReadonlyArray<Uint8Array> =>
  typeof contents === "string"
    ? [new TextEncoder().encode(contents)]
    : contents instanceof Uint8Array
    ? [contents]
    : contents

/** What stands at `path`, links followed; `undefined` if nothing does. */
const existing = (fs: FileSystem.FileSystem, path: string) =>
  Effect.gen(function*() {
    const real = yield* fs.realPath(path)
    return { real, info: yield* fs.stat(real) }
  }).pipe(
    Effect.catchIf((error) => error.reason._tag === "NotFound", () => Effect.succeed(undefined))
  )

/** Writes pieces to a new file and waits until they are on the disk. */
const writeNew = (
  fs: FileSystem.FileSystem,
  path: string,
  pieces: ReadonlyArray<Uint8Array>,
  mode: number | undefined
) =>
  Effect.gen(function*() {
    const file = yield* fs.open(path, { flag: "wx", mode })
    for (const bytes of pieces) yield* file.writeAll(bytes)
    yield* file.sync
  }).pipe(Effect.scoped)

/** A file to write. */
export interface Output {
  readonly path: string
  readonly contents: Contents
}

/** What is to be done for an output: a device is written to, a file is replaced by one that lies ready beside it. */
type Staged =
  | { readonly kind: "device"; readonly path: string; readonly bytes: Uint8Array }
  | { readonly kind: "file"; readonly path: string; readonly temporary: string; readonly target: string }

/** Writes a file's new contents beside it; the temporary file is removed with the scope, unless it was renamed. */
const stage = Effect.fnUntraced(function*({ contents, path }: Output) {
  const fs = yield* FileSystem.FileSystem, paths = yield* Path.Path
  const pieces = toPieces(contents), fail = Effect.mapError(toFileProblem(path))
  const old = yield* existing(fs, path).pipe(fail)
  if (old?.info.type === "Directory") return yield* folderProblem(path)
  if (old !== undefined && old.info.type !== "File") {
    return { kind: "device", path, bytes: Buffer.concat(pieces) } satisfies Staged as Staged
  }
  const target = old?.real ?? path, mode = old === undefined ? undefined : old.info.mode & 0o777
  const temporary = paths.join(paths.dirname(target), `.${paths.basename(target)}.${randomUUID()}.tmp`)
  yield* Effect.addFinalizer(() => Effect.ignore(fs.remove(temporary, { force: true })))
  yield* writeNew(fs, temporary, pieces, mode).pipe(fail)
  if (mode !== undefined) yield* fs.chmod(temporary, mode).pipe(fail)
  return { kind: "file", path, temporary, target } satisfies Staged as Staged
})

/**
 * Writes several files so that readers see either the old contents or all of the new: all of them into temporary files
 * in the same folders, flushed, and only when each is there whole they are renamed, in the order given.
 *
 * On failure or interruption the temporary files are removed and existing files stay as they were; permissions are kept
 * and links are followed. Devices and pipes are written to directly, before anything is renamed. `before` is done when
 * nothing but the renaming is left. Fails with `FileProblem`.
 *
 * By default there is nothing to do `before`.
 *
 * `outputs` are the files.
 */
export const writeTogether = Effect.fn("writeTogether")(function*<E = never, R = never>(
  outputs: ReadonlyArray<Output>,
  before: Effect.Effect<void, E, R> = Effect.void as Effect.Effect<void, E, R>
) {
  const fs = yield* FileSystem.FileSystem
  yield* Effect.scoped(Effect.gen(function*() {
    const staged = yield* Effect.forEach(outputs, stage)
    for (const one of staged) {
      if (one.kind === "device") yield* fs.writeFile(one.path, one.bytes).pipe(Effect.mapError(toFileProblem(one.path)))
    }
    const rename = Effect.forEach(staged, (one) =>
      one.kind === "file"
        ? fs.rename(one.temporary, one.target).pipe(Effect.mapError(toFileProblem(one.path)))
        : Effect.void, { discard: true })
    yield* Effect.andThen(before, rename).pipe(Effect.uninterruptible)
  }))
})

/**
 * Writes `contents` to the file `path`, whole or not at all: {@link writeTogether} of one file. Fails with
 * `FileProblem`.
 */
export const writeAtomically = (
  path: string,
  contents: Contents
): Effect.Effect<void, FileProblem, FileSystem.FileSystem | Path.Path> => writeTogether([{ path, contents }])
