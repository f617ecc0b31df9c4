/**
 * Is everything there that the units need? Said before anything starts, all at once.
 */
import { visible } from "@marginalia/core/Visible"
import { find, knownDatasets } from "@marginalia/datasets"
import { isPath } from "@marginalia/datasets/known/path"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import type { Unit } from "./unit.ts"

/** One thing that the units need and that is not here. */
export type MissingThing =
  /** A known data set; `marginalia data` tells how to get it. */
  | { readonly _tag: "Dataset"; readonly dataset: string }
  /** Nothing is at the path of a data set. */
  | { readonly _tag: "Path"; readonly path: string }
  /** An encoder's folder, which the data `name` are embedded by. */
  | { readonly _tag: "Encoder"; readonly name: string; readonly path: string }
  /** A file of vectors, which the embedding of the data `name` is taken from. */
  | { readonly _tag: "Vectors"; readonly name: string; readonly path: string }

const sentence = (thing: MissingThing): string => {
  switch (thing._tag) {
    case "Dataset":
      return `${thing.dataset} is not here; this tells where it is looked for, and how to get it: marginalia data ${thing.dataset}`
    case "Path":
      return `there is nothing at ${thing.path}`
    case "Encoder":
      return `${thing.name}: there is no encoder in ${thing.path}; train one (Simclr of @marginalia/models/encoders) and ` +
        "save it there, name another by embedding: model(FOLDER), or take other vectors, such as embedding: pca(50)"
    case "Vectors":
      return `${thing.name}: there is no file ${thing.path}; its embedding is taken from there`
  }
}

/** Data sets, files or encoders are not here: each of them once, in the order of the units. */
export class DataMissing extends Data.TaggedError("DataMissing")<{ readonly missing: ReadonlyArray<MissingThing> }> {
  readonly exitCode = 2
  /** Its message has a line a thing. */
  readonly multiline = true
  override get message(): string {
    return [...this.missing.map((thing) => visible(sentence(thing))), "nothing was started"].join("\n")
  }
}

type Found = ReadonlyArray<MissingThing>

type Place = Unit["data"]

/** A data set by its path, or the files of one. */
const ofPath = Effect.fnUntraced(function*(path: string): Effect.fn.Return<Found, never, FileSystem.FileSystem> {
  const fs = yield* FileSystem.FileSystem
  return (yield* Effect.orElseSucceed(fs.exists(path), () => false)) ? [] : [{ _tag: "Path", path }]
})

const ofSource = Effect.fnUntraced(function*({ source }: Place) {
  if (source.kind !== "known") return []
  if (isPath(source.dataset)) {
    const paths = [source.dataset, ...(source.test === undefined ? [] : [source.test])]
    return (yield* Effect.forEach(paths, ofPath)).flat()
  }
  // Others come along, or are a plugin's, which fetches them itself.
  if (!knownDatasets.has(source.dataset)) return []
  const options = source.folder === undefined ? {} : { folder: source.folder }
  return yield* find(source.dataset, options).pipe(
    Effect.as<Found>([]),
    Effect.catch(() => Effect.succeed<Found>([{ _tag: "Dataset", dataset: source.dataset }]))
  )
})

const ofEmbedding = Effect.fnUntraced(function*(
  { embedding, name }: Place
): Effect.fn.Return<Found, never, FileSystem.FileSystem> {
  const fs = yield* FileSystem.FileSystem
  const path = embedding.kind === "model" ? embedding.folder : embedding.kind === "file" ? embedding.pool : undefined
  if (path === undefined || (yield* Effect.orElseSucceed(fs.exists(path), () => false))) return []
  return [{ _tag: embedding.kind === "model" ? "Encoder" : "Vectors", name, path }]
})

/**
 * Is everything there that the `units` need? Said before anything starts, all at once. Fails with {@link DataMissing}.
 */
export const missingData = Effect.fn("missingData")(function*(units: ReadonlyArray<Unit>) {
  const places = new Map(units.map(({ data }) => [data.name, data]))
  const found = yield* Effect.forEach(
    places.values(),
    (place) => Effect.map(Effect.all([ofSource(place), ofEmbedding(place)]), (found) => found.flat())
  )
  const missing = [...new Map(found.flat().map((thing) => [sentence(thing), thing])).values()]
  if (missing.length > 0) return yield* new DataMissing({ missing })
})
