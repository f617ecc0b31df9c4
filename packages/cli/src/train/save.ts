/**
 * The folder of a model or an encoder, written whole or not at all.
 */
import { FileProblem, toFileProblem } from "@marginalia/datasets/files/errors"
import { swapFolder } from "@marginalia/datasets/files/swap-folder"
import { FITTED_FILES } from "@marginalia/models/encoders"
import { type Model, saveModel } from "@marginalia/models/training"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Path from "effect/Path"
import { rmdir } from "node:fs/promises"

/** What `training.json` says of a model, beside what the model knows itself. */
export interface About {
  readonly classNames: ReadonlyArray<string>
  readonly [key: string]: unknown
}

/** The file in a model's folder that says what it was trained on. */
export const ABOUT = "training.json"

const PARTS = new Set(["model.json", "weights.bin", ABOUT, ...Object.values(FITTED_FILES)])

/** A kind of folder that is replaced whole: its name, and the files that it may hold. */
export interface FolderKind {
  readonly name: string
  readonly parts: ReadonlySet<string>
}

const MODEL: FolderKind = { name: "a model", parts: PARTS }

/** Refuses a place where something else than a model is, or what `kind` says. Before the work, so that none is in vain. */
export const checkFolder = Effect.fn("checkFolder")(function*(folder: string, kind: FolderKind = MODEL) {
  const fs = yield* FileSystem.FileSystem, paths = yield* Path.Path
  const fail = Effect.mapError(toFileProblem(folder))
  if (!(yield* fs.exists(paths.resolve(folder)).pipe(fail))) {
    const parent = paths.dirname(paths.resolve(folder))
    if (yield* fs.exists(parent).pipe(fail)) return
    const hint = `make ${parent}, or name another folder`
    return yield* new FileProblem({ path: folder, problem: "the folder above it is not there", hint })
  }
  if (paths.resolve(folder) === process.cwd()) {
    const problem = "this is the folder that you work in, which cannot be replaced"
    return yield* new FileProblem({ path: folder, problem, hint: "name a folder in it" })
  }
  const { type } = yield* fs.stat(folder).pipe(fail)
  const names = type === "Directory" ? yield* fs.readDirectory(folder).pipe(fail) : ["a file"]
  const stranger = names.find((name) => !kind.parts.has(name))
  if (stranger === undefined) return
  const problem = type === "Directory"
    ? `this folder holds ${stranger}, which is no part of ${kind.name}`
    : "this is a file"
  return yield* new FileProblem({ path: folder, problem, hint: "name a folder that is empty, or not there yet" })
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
  kind: FolderKind = MODEL
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

/** Writes a model and what is said of it, see {@link replaceWhole}. */
export const saveWhole = Effect.fn("saveWhole")(function*(model: Model, folder: string, about: About) {
  const fs = yield* FileSystem.FileSystem, paths = yield* Path.Path
  const fail = Effect.mapError(toFileProblem(folder))
  yield* replaceWhole(folder, (made) =>
    Effect.gen(function*() {
      yield* saveModel(model, made)
      yield* fs.writeFileString(paths.join(made, ABOUT), JSON.stringify(about, null, 2) + "\n").pipe(fail)
    }))
})
