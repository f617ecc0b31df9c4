/**
 * The files that the units of an experiment need, by what is in them: a worker finds them wherever they lie there.
 */
import { toFileProblem } from "@marginalia/datasets/files/errors"
import { sha256 } from "@marginalia/datasets/hash"
import type { Experiment, Unit } from "@marginalia/experiments/unit"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Path from "effect/Path"
import * as Schema from "effect/Schema"
import { hashFile } from "./hash-file.ts"

/** A file of an asset: its path below the asset's own folder, its size in bytes, and the sha256 of its bytes. */
export const AssetFile = Schema.Struct({ name: Schema.String, bytes: Schema.Natural, sha256: Schema.String })
/** See {@link AssetFile}. */
export type AssetFile = typeof AssetFile.Type

/**
 * A file or a folder that the units name. `path` is where it lay at whoever submitted the experiment; of a file, those that
 * are read with it (ids, a description) belong to it.
 */
export const Asset = Schema.Struct({
  path: Schema.String,
  kind: Schema.Literals(["file", "folder"]),
  /** Of the names and contents of all of its files. */
  sha256: Schema.String,
  files: Schema.Array(AssetFile)
})
/** See {@link Asset}. */
export type Asset = typeof Asset.Type

/** What a path may end at inside a text such as `onnx(/models/a.onnx, size=224)`. */
const WORDS = /"([^"]*)"|'([^']*)'|[^\s,()="'|]+/g

const wordsOf = (text: string): ReadonlyArray<string> =>
  Array.from(text.matchAll(WORDS), ([word, double, single]) => double ?? single ?? word)

const stringsIn = (value: unknown): ReadonlyArray<string> =>
  typeof value === "string"
    ? [value]
    : typeof value === "object" && value !== null
    ? Object.values(value).flatMap(stringsIn)
    : []

/** The parts of a unit that may name files; the others are the same everywhere. */
const placesIn = ({ data: { embedding, source }, oracle }: Unit) => [source, embedding, oracle]

const absoluteIn = (experiment: Experiment, paths: Path.Path): ReadonlyArray<string> => {
  const texts = new Set(experiment.units.flatMap(({ unit }) => stringsIn(placesIn(unit))))
  const candidates = Array.from(texts, (text) => [text, ...wordsOf(text)]).flat()
  return [...new Set([...candidates, ...experiment.plugins ?? []])].filter((one) => paths.isAbsolute(one)).toSorted()
}

/** What is read beside a file, where it is there: the ids and the description of an array, what belongs to a model. */
const besides = (path: string): ReadonlyArray<string> => {
  const stem = path.replace(/\.[^./\\]+$/, "")
  return path.endsWith(".npy")
    ? [`${stem}.ids.csv`, `${stem}.json`]
    : path.endsWith(".onnx")
    ? [`${stem}.json`, `${path}.data`]
    : []
}

const isAt = (path: string, type: "File" | "Directory") =>
  Effect.gen(function*() {
    const fs = yield* FileSystem.FileSystem
    return (yield* Effect.orElseSucceed(fs.stat(path), () => undefined))?.type === type
  })

const byName = (a: AssetFile, b: AssetFile): number => a.name < b.name ? -1 : a.name > b.name ? 1 : 0

/** An asset of these files; its hash is that of their names and contents. */
const assetOf = (path: string, kind: Asset["kind"], files: ReadonlyArray<AssetFile>): Asset => ({
  path,
  kind,
  sha256: sha256(files.map(({ name, sha256: hash }) => `${hash} ${name}\n`).join("")),
  files
})

const fileAt = Effect.fnUntraced(function*(folder: string, name: string) {
  const paths = yield* Path.Path
  return { name: name.split(paths.sep).join("/"), ...yield* hashFile(paths.join(folder, name)) } as AssetFile
})

/** The names of all files below a folder, without hidden ones. Fails with `FileProblem`. */
export const filesBelow = Effect.fnUntraced(function*(folder: string) {
  const fs = yield* FileSystem.FileSystem, paths = yield* Path.Path
  const names = yield* fs.readDirectory(folder, { recursive: true }).pipe(Effect.mapError(toFileProblem(folder)))
  const seen = names.filter((name) => !name.split(/[/\\]/).some((part) => part.startsWith(".")))
  return (yield* Effect.filter(seen, (name) => isAt(paths.join(folder, name), "File"))).toSorted()
})

const folderAsset = Effect.fnUntraced(function*(path: string) {
  const files = yield* Effect.forEach(yield* filesBelow(path), (name) => fileAt(path, name))
  return assetOf(path, "folder", files.toSorted(byName))
})

const fileAsset = Effect.fnUntraced(function*(path: string) {
  const paths = yield* Path.Path, folder = paths.dirname(path)
  const there = yield* Effect.filter([path, ...besides(path)], (one) => isAt(one, "File"))
  return assetOf(path, "file", yield* Effect.forEach(there, (one) => fileAt(folder, paths.basename(one))))
})

/** The asset at a path as it is now; undefined where nothing is there. Fails with `FileProblem` where it cannot be read. */
export const assetAt = Effect.fn("assetAt")(function*(path: string) {
  if (yield* isAt(path, "File")) return yield* fileAsset(path)
  return (yield* isAt(path, "Directory")) ? yield* folderAsset(path) : undefined
})

/**
 * The files and folders that an experiment names, each with its hash: data, labels, vectors, models, plugins, and what an
 * encoder's text names. Reads all of them once. Fails with `FileProblem`.
 */
export const assetsOf = Effect.fn("assetsOf")(function*(experiment: Experiment) {
  const paths = yield* Path.Path
  const found: Array<Asset> = []
  for (const path of absoluteIn(experiment, paths)) {
    const asset = yield* assetAt(path)
    if (asset !== undefined) found.push(asset)
  }
  return found as ReadonlyArray<Asset>
})
