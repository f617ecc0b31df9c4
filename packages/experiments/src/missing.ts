/**
 * Is everything there that the units need? Said before anything starts, all at once.
 */
import { visible } from "@marginalia/core/Visible"
import { find, known } from "@marginalia/datasets"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import { isPath } from "./data/path.ts"
import type { Unit } from "./unit.ts"

/** Data sets, files or encoders are not here. */
export class DataMissing extends Data.TaggedError("DataMissing")<{ readonly problems: ReadonlyArray<string> }> {
  readonly exitCode = 2
  /** Its message has a line a problem. */
  readonly multiline = true
  override get message(): string {
    return [...this.problems.map(visible), "nothing was started"].join("\n")
  }
}

type Place = Unit["data"]

/** A data set by its path, or the files of one. */
const ofPath = Effect.fnUntraced(function*(path: string) {
  const fs = yield* FileSystem.FileSystem
  return (yield* Effect.orElseSucceed(fs.exists(path), () => false)) ? [] : [`there is nothing at ${path}`]
})

const ofSource = Effect.fnUntraced(function*({ source }: Place) {
  if (source.kind !== "known") return []
  if (isPath(source.dataset)) {
    const paths = [source.dataset, ...(source.test === undefined ? [] : [source.test])]
    return (yield* Effect.forEach(paths, ofPath)).flat()
  }
  // Others come along, or are a plugin's, which fetches them itself.
  if (!known.has(source.dataset)) return []
  const options = source.folder === undefined ? {} : { folder: source.folder }
  return yield* find(source.dataset, options).pipe(
    Effect.as([] as ReadonlyArray<string>),
    Effect.catch(() =>
      Effect.succeed([
        `${source.dataset} is not here; this tells where it is looked for, and how to get it: marginalia data ${source.dataset}`
      ])
    )
  )
})

const ofEmbedding = Effect.fnUntraced(function*({ embedding, name }: Place) {
  const fs = yield* FileSystem.FileSystem
  const path = embedding.kind === "model" ? embedding.folder : embedding.kind === "file" ? embedding.pool : undefined
  if (path === undefined || (yield* Effect.orElseSucceed(fs.exists(path), () => false))) return []
  return embedding.kind === "model"
    ? [
      `${name}: there is no encoder in ${path}; train one (Simclr of @marginalia/models/encoders) and save it there, name ` +
      "another by embedding: model(FOLDER), or take other vectors, such as embedding: pca(50)"
    ]
    : [`${name}: there is no file ${path}; its embedding is taken from there`]
})

/**
 * Is everything there that the `units` need? Said before anything starts, all at once. Fails with {@link DataMissing}.
 */
export const missingData = Effect.fn("missingData")(function*(units: ReadonlyArray<Unit>) {
  const places = new Map(units.map(({ data }) => [data.name, data]))
  const problems = yield* Effect.forEach(
    places.values(),
    (place) => Effect.map(Effect.all([ofSource(place), ofEmbedding(place)]), (found) => found.flat())
  )
  const all = [...new Set(problems.flat())]
  if (all.length > 0) return yield* new DataMissing({ problems: all })
})
