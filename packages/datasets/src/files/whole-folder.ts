/**
 * A folder of known files, written whole or not at all: of a model, an encoder, a round.
 */
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Path from "effect/Path"
import { rmdir } from "node:fs/promises"
import { FileProblem, toFileProblem } from "./errors.ts"
import { swapFolder } from "./swap-folder.ts"

/** A kind of folder that is replaced whole. */
export interface FolderKind {
  /** Its name in messages: `a model`. */
  readonly name: string
  /** The names of the files that it may hold. A folder with another file is not replaced. */
  readonly parts: ReadonlySet<string>
}

/**
 * Whether a folder of this `kind` may be written at the path `folder`: nothing is there and the folder above it is, or it is
 * empty, or it holds nothing but the kind's files. Asked before the work, so that none is in vain. Fails with `FileProblem`.
 */
export const checkFolder = Effect.fn("checkFolder")(function*(folder: string, kind: FolderKind) {
  const fs = yield* FileSystem.FileSystem, paths = yield* Path.Path
  const fail = Effect.mapError(toFileProblem(folder))
  if (!(yield* fs.exists(paths.resolve(folder)).pipe(fail))) {
    const parent = paths.dirname(paths.resolve(folder))
    if (yield* fs.exists(parent).pipe(fail)) return
    const hint = `make ${parent}, or name another folder`
    return yield* new FileProblem({
      path: folder,
      problem: "the folder above it is not there",
      hint,
      reason: "NotFound"
    })
  }
  if (paths.resolve(folder) === process.cwd()) {
    const problem = "this is the folder that you work in, which cannot be replaced"
    return yield* new FileProblem({ path: folder, problem, hint: "name a folder in it", reason: "Kind" })
  }
  const { type } = yield* fs.stat(folder).pipe(fail)
  const names = type === "Directory" ? yield* fs.readDirectory(folder).pipe(fail) : ["a file"]
  const stranger = names.find((name) => !kind.parts.has(name))
  if (stranger === undefined) return
  const problem = type === "Directory"
    ? `this folder holds ${stranger}, which is no part of ${kind.name}`
    : "this is a file"
  return yield* new FileProblem({
    path: folder,
    problem,
    hint: "name a folder that is empty, or not there yet",
    reason: "Occupied"
  })
})

const removeParts = Effect.fnUntraced(function*(folder: string, { parts }: FolderKind) {
  const fs = yield* FileSystem.FileSystem, paths = yield* Path.Path
  for (const name of parts) yield* fs.remove(paths.join(folder, name), { force: true })
  // It stays where something else lies in it.
  yield* Effect.ignore(Effect.tryPromise(() => rmdir(folder)))
})

/**
 * Lets `write` fill a folder and puts it in the place of one that {@link checkFolder} has seen; a folder of the same
 * kind that was there is replaced. Readers see the old one or the new one.
 */
export const replaceWhole = Effect.fn("replaceWhole")(function*<E, R>(
  folder: string,
  write: (made: string) => Effect.Effect<void, E, R>,
  kind: FolderKind
) {
  const fs = yield* FileSystem.FileSystem, paths = yield* Path.Path
  const fail = Effect.mapError(toFileProblem(folder))
  yield* swapFolder<E | FileProblem, R | FileSystem.FileSystem | Path.Path>(folder, {
    write,
    // The work took its time: what stands there now is looked at once more, and nothing of another kind is ever removed.
    check: Effect.andThen(checkFolder(folder, kind), fs.exists(paths.resolve(folder)).pipe(fail)),
    remove: (former) => removeParts(former, kind).pipe(fail)
  })
})
