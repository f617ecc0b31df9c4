/**
 * Where a project's items come from: told once, when it is begun.
 */
import { decoding, Malformed, toFileProblem } from "@marginalia/datasets/files/errors"
import { writeAtomically } from "@marginalia/datasets/files/write"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Path from "effect/Path"
import * as Schema from "effect/Schema"
import type { ItemSource } from "../items/source.ts"
import { settingsPath } from "./files.ts"
import { noProject } from "./refused.ts"

const VERSION = 1

const Settings = Schema.Struct({
  version: Schema.Literal(VERSION),
  source: Schema.Struct({
    path: Schema.String,
    /** Whether `path` is that of a file or folder, from the project's folder; else it is a data set's name. */
    isPath: Schema.Boolean,
    textColumn: Schema.optionalKey(Schema.String),
    idColumn: Schema.optionalKey(Schema.String),
    labelColumn: Schema.optionalKey(Schema.String),
    noHeader: Schema.optionalKey(Schema.Boolean),
    white: Schema.optionalKey(Schema.Number),
    shape: Schema.optionalKey(Schema.Tuple([Schema.Natural, Schema.Natural, Schema.Natural])),
    /** The ids of the items, where they are not all that the source has. */
    among: Schema.optionalKey(Schema.Array(Schema.String))
  })
})

const read = Schema.decodeUnknownSync(Schema.fromJsonString(Settings))

const parse = (text: string): typeof Settings.Type => {
  try {
    return read(text)
  } catch (cause) {
    throw new Malformed(
      `it is no project of this version (${String(cause).split("\n")[0]!})`,
      "make the project anew, or use the version that made it",
      { reason: "Format", expected: "a project" }
    )
  }
}

const defined = <A extends object>(all: A): { [K in keyof A]: Exclude<A[K], undefined> } =>
  Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as {
    [K in keyof A]: Exclude<A[K], undefined>
  }

/**
 * Writes where the items of the project in `folder` come from. A path is kept as seen from the folder, so that both can be
 * moved together; a name of a data set as it is. Fails with `FileProblem`.
 */
export const writeSettings = Effect.fn("studio.writeSettings")(function*(folder: string, source: ItemSource) {
  const fs = yield* FileSystem.FileSystem, paths = yield* Path.Path
  const isPath = yield* Effect.orElseSucceed(fs.exists(source.path), () => false)
  const path = isPath ? paths.relative(paths.resolve(folder), paths.resolve(source.path)) : source.path
  const settings = { version: VERSION, source: { ...defined(source), path, isPath } }
  yield* writeAtomically(settingsPath(folder), `${JSON.stringify(settings, null, 2)}\n`)
})

/**
 * Where the items of the project in `folder` come from. Fails with a `JournalError` where it is no project, with `InvalidInput`
 * where the settings cannot be read, with `FileProblem`.
 */
export const readSettings = Effect.fn("studio.readSettings")(function*(folder: string) {
  const fs = yield* FileSystem.FileSystem, paths = yield* Path.Path, path = settingsPath(folder)
  const isThere = yield* Effect.orElseSucceed(fs.exists(path), () => false)
  if (!isThere) return yield* noProject(folder, "project.json")
  const text = yield* Effect.mapError(fs.readFileString(path), toFileProblem(path))
  const { source: { isPath, path: kept, ...source } } = yield* decoding(path, () => parse(text))
  const from: ItemSource = { ...source, path: isPath ? paths.resolve(folder, kept) : kept }
  return from
})
