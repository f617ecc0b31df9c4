/**
 * What a person names to be labeled, read: for the page, and for the process that learns.
 */
import type { InvalidOptions } from "@marginalia/core/Errors"
import * as Named from "@marginalia/core/Named"
import { note, notes } from "@marginalia/core/Notices"
import { numbered } from "@marginalia/datasets/dataset"
import type { DatasetError } from "@marginalia/datasets/errors"
import { FileProblem, type InvalidInput } from "@marginalia/datasets/files/errors"
import { arrange } from "@marginalia/datasets/files/image-layout"
import { readPool } from "@marginalia/datasets/files/pool"
import { listImageTable } from "@marginalia/datasets/image-table/list"
import { listFolder, type Listing } from "@marginalia/datasets/image/folder"
import type { ImageList } from "@marginalia/datasets/image/stream"
import { datasetNames, knownDatasets } from "@marginalia/datasets/known"
import { isPath } from "@marginalia/datasets/known/path"
import { datasets, registry } from "@marginalia/datasets/named"
import { listImages } from "@marginalia/datasets/own"
import type { UsageProblem } from "@marginalia/datasets/problems"
import { isTable } from "@marginalia/datasets/table/load"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Option from "effect/Option"
import * as Path from "effect/Path"
import type { Stdio } from "effect/Stdio"
import { basename } from "node:path"
import { amongOf } from "./among.ts"
import type { ArrayItems, FileItems, Opened, VectorItems } from "./opened.ts"
import { readTableItems, type TableChoice } from "./table.ts"

/** What is to be labeled. Plain data: it goes to the learner's process as it is. */
export interface ItemSource extends TableChoice {
  /** A folder of images, an array (`.npy`, `.npz`), a table (also one that holds or names images), or a known data set's name. */
  readonly path: string
  /** The value that is white in images of more than 8 bits a channel; default by their formats. */
  readonly white?: number | undefined
  /** The rows of an array are images of this height, width and channels; default as the array says. */
  readonly shape?: readonly [tall: number, wide: number, channels: number] | undefined
  /** The ids of the items that are labeled, in any order; default all of them. See {@link amongOf}. */
  readonly among?: ReadonlyArray<string> | undefined
}

/** Why a source cannot be read. */
export type SourceError = UsageProblem | DatasetError | FileProblem | InvalidInput | InvalidOptions | Named.InvalidName

const named = (classNames: ReadonlyArray<string>, labels: Int32Array | undefined) =>
  labels === undefined || classNames.length === 0 ? undefined : Array.from(labels, (label) => classNames[label])

/** The folder right below the root that each image is in, where there are two at least and no image lies beside them. */
const byFolder = (ids: ReadonlyArray<string>): ReadonlyArray<string> | undefined => {
  const folders = ids.map((id) => id.includes("/") ? id.slice(0, id.indexOf("/")) : "")
  return new Set(folders).size > 1 && !folders.includes("") ? folders : undefined
}

const filesOf = (
  name: string,
  folder: string,
  { fields, ids, paths }: ImageList,
  labels: FileItems["labels"]
): FileItems => ({ _tag: "Files", name, folder, ids, paths, labels, ...(fields === undefined ? {} : { fields }) })

const sayOthers = ({ test, train, validation }: Listing) => {
  const others = (test?.ids.length ?? 0) + (validation?.ids.length ?? 0)
  if (others === 0) return Effect.void
  return note(`note: the ${train.ids.length} images to train with are labeled; ${others} to validate and test are not`)
}

const openFolder = Effect.fnUntraced(function*(path: string) {
  const listing = yield* listFolder(path, { labels: "none" }), { folder, name, train } = listing
  yield* sayOthers(listing)
  return filesOf(name, folder, train, byFolder(train.ids))
})

/** The images that a table holds or names; undefined where it is no such table, or its texts are asked for. */
const openImageTable = Effect.fnUntraced(function*({ path, textColumn, ...columns }: ItemSource) {
  if (textColumn !== undefined) return undefined
  const found = yield* listImageTable(path, columns)
  if (Option.isNone(found)) return undefined
  const { classNames, folder, name, train } = found.value
  yield* sayOthers(found.value)
  return filesOf(name, folder, train, named(classNames, train.labels))
})

const openArray = Effect.fnUntraced(function*({ idColumn, labelColumn, path, shape: asked }: ItemSource) {
  const { columnNames, ids, labels, layout, matrix, notes: said } = yield* readPool(path, {
    answers: path.endsWith(".npz"),
    ...(idColumn === undefined ? {} : { idColumn }),
    ...(labelColumn === undefined ? {} : { labelColumn }),
    offset: "keep"
  })
  yield* notes(said)
  const { cols, rows } = matrix, { data, shape } = yield* arrange({ layout, matrix }, asked)
  const common = { name: basename(path).replace(/\.[^.]*$/, ""), ids: ids ?? numbered(rows), labels }
  const opened: ArrayItems | VectorItems = shape.length === 1
    ? { ...common, _tag: "Vectors", matrix, columnNames: columnNames ?? numbered(cols) }
    : { ...common, _tag: "Arrays", images: { data, rows, shape } }
  return opened
})

/** Where to look a data set's name up. What plugins may add is loaded only where the name is none of ours: it takes seconds. */
const libraryFor = (text: string) =>
  Effect.gen(function*() {
    const name = text.replace(/\(.*$/s, "")
    if (Named.all(registry, datasets).has(name)) return registry
    const { library } = yield* Effect.promise(() => import("@marginalia/experiments/engine/library"))
    return library()
  })

const openNamed = Effect.fnUntraced(function*(text: string) {
  const listing = knownDatasets.has(text) ? yield* listImages(text) : undefined
  if (listing !== undefined) {
    const { classNames, folder, train } = listing
    return filesOf(text, folder, train, named(classNames, train.labels))
  }
  const { value: plan } = yield* Named.read(datasets, text, yield* libraryFor(text))
  const { classNames, train: { ids, items, labels } } = yield* plan.load({})
  const common = { name: plan.name, ids, labels: named(classNames, labels) }
  if (items.shape.length === 3) return { ...common, _tag: "Arrays", images: items } satisfies ArrayItems as ArrayItems
  const [cols] = items.shape
  const matrix = { data: Float32Array.from(items.data), rows: items.rows, cols }
  return { ...common, _tag: "Vectors", matrix, columnNames: numbered(cols) } satisfies VectorItems as VectorItems
})

const nothing = (path: string): FileProblem =>
  new FileProblem({
    path,
    problem: "there is no folder and no file of this name, and no data set",
    hint: `name a folder of images, a table, an array (.npy), or one of ${datasetNames.join(", ")}`,
    reason: "NotFound"
  })

/** Whether a text names a data set: a known one always, another where it is no path and nothing lies under that name. */
const isName = Effect.fnUntraced(function*(path: string) {
  if (knownDatasets.has(path)) return true
  if (isPath(path) || !/^[\w-]+(?:\(.*\))?$/s.test(path)) return false
  const fs = yield* FileSystem.FileSystem
  return !(yield* Effect.orElseSucceed(fs.exists(path), () => false))
})

/**
 * The same source from whatever folder it is opened later: paths are made absolute, and names of data sets stay as they are,
 * as every command takes them (a folder of that name is given as `./mnist`).
 */
export const settled = Effect.fn("studio.settled")(function*(source: ItemSource) {
  if (yield* isName(source.path)) return source
  const paths = yield* Path.Path
  return { ...source, path: paths.resolve(source.path) }
})

const openWhole = Effect.fnUntraced(function*(
  source: ItemSource
): Effect.fn.Return<Opened, SourceError, FileSystem.FileSystem | Path.Path | Stdio> {
  const { path } = source, fs = yield* FileSystem.FileSystem
  if (yield* isName(path)) return yield* openNamed(path)
  const type = yield* fs.stat(path).pipe(
    Effect.map((info) => info.type),
    Effect.orElseSucceed(() => undefined)
  )
  const images = yield* openImageTable(source)
  if (images !== undefined) return images
  if (type === "Directory") return yield* openFolder(path)
  if (type === undefined) return yield* nothing(path)
  return /\.np[yz]$/i.test(path) || !isTable(path) ? yield* openArray(source) : yield* readTableItems(source)
})

/**
 * Reads what `source` names: a known data set where the text is a name and no path, else a folder of images (all below it,
 * by name; of parts to train, validate and test those to train), a table that holds or names images, an array, or another table. Of images in files only the names
 * are read, so that ten thousand take no longer than one. Of them those `among` which it says, in the source's order.
 *
 * Fails as the readers of `@marginalia/datasets` do.
 */
export const openSource = Effect.fn("studio.openSource")(function*(
  source: ItemSource
): Effect.fn.Return<Opened, SourceError, FileSystem.FileSystem | Path.Path | Stdio> {
  const opened = yield* openWhole(source)
  return source.among === undefined ? opened : amongOf(opened, source.among)
})
