/** Images, and data sets, by whatever names them: a data set's name, or the path of a folder or of a table. */
import * as Rng from "@marginalia/core/Rng"
import * as Suggest from "@marginalia/core/Suggest"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Option from "effect/Option"
import type * as Path from "effect/Path"
import type { Dataset, LoadedImages } from "./dataset.ts"
import { DatasetError, invalidRequest, mismatch, noPart } from "./errors.ts"
import type { FileProblem } from "./files/errors.ts"
import { holdOut } from "./hold-out.ts"
import { listImageTable } from "./image-table/list.ts"
import type { ImageColumns } from "./image-table/listing.ts"
import { type FolderOptions, listFolder, type Listing } from "./image/folder.ts"
import { isImageSet, listKnown } from "./image/known.ts"
import { loadListing, openListing } from "./image/load.ts"
import type { OpenNeeds } from "./image/read.ts"
import type { ImageList } from "./image/stream.ts"
import type { AnyItems } from "./items.ts"
import { datasetNames, knownDatasets } from "./known.ts"
import { load, type LoadOptions, open, toDataset } from "./load.ts"
import { find, type LocateOptions, type Which } from "./locate.ts"
import { isTable, loadTable } from "./table/load.ts"
import { type TableOptions, toDatasetError } from "./table/rows.ts"

/** How images are loaded, wherever they are. */
export interface LoadImagesOptions extends LoadOptions, FolderOptions, ImageColumns {}

/** How a folder becomes a data set. */
export interface LoadFolderOptions extends LoadImagesOptions {
  /** The share of each class to test with, where the folder has none; 0.2 by default, drawn by `seed`. */
  readonly holdOut?: number
}

/** Whether it is a known data set's name. A path with a separator never is. */
const isName = (which: Which): boolean => typeof which !== "string" || knownDatasets.has(which)

/** The images of a table at this path; undefined where it is none. */
const tableAt = (path: string, options: FolderOptions & ImageColumns) =>
  listImageTable(path, options).pipe(
    Effect.map(Option.getOrUndefined),
    Effect.mapError((error) => error._tag === "InvalidInput" ? toDatasetError(error) : unreadable(error))
  )

const unreadable = (error: FileProblem): DatasetError =>
  new DatasetError({ reason: { _tag: "Unreadable", path: error.path, cause: error } })

/** The images of a folder, or of a table. */
const listingAt = Effect.fnUntraced(function*(path: string, options: FolderOptions & ImageColumns) {
  const table = yield* tableAt(path, options)
  if (table !== undefined) return table
  const fs = yield* FileSystem.FileSystem
  const type = yield* Effect.map(fs.stat(path), (info) => info.type).pipe(Effect.orElseSucceed(() => undefined))
  if (type === "Directory") return yield* listFolder(path, options)
  // The digits are no images of files: who reads them by name does not come here.
  const allowed = datasetNames.filter((name) => name !== path)
  return yield* invalidRequest(
    type === undefined
      ? `there is no folder ${path}, and no data set of this name; there are ${allowed.join(", ")}.${
        Suggest.hint(path, allowed)
      }`
      : `${path} is a file and not a folder of images or a table that holds some; a table of numbers is read by loadTable`,
    type === undefined
      ? { fault: "Unknown", value: path, allowed }
      : { fault: "Kind", value: path, expected: "a folder of images, or a table that holds some" }
  )
})

/**
 * The images that a name or a path stands for, unread, so that they can be streamed: of a known data set of image files
 * (`tiny-imagenet`, `isic-2019`), of a folder with a folder a class, or of a folder of images. `undefined` for known
 * data sets that are in memory once they are read, such as `mnist`: take {@link load}.
 *
 * `which` is a name, a description or a path; `options` say where known data sets are looked for and whether folders
 * are classes (by default where there are two and no image beside them). Fails with {@link DatasetError} where nothing
 * is there, or no image.
 */
export const listImages = Effect.fn("datasets.listImages")(
  function*(which: Which, options: LocateOptions & FolderOptions & ImageColumns & { readonly seed?: number } = {}) {
    if (typeof which === "string" && !isName(which)) return yield* listingAt(which, options)
    const { dataset, found } = yield* find(which, options)
    return isImageSet(dataset) ? yield* listKnown(dataset, found.path, options.seed) : undefined
  }
)

/**
 * Loads the images that a name or a path stands for: a known data set by its name (or description), else a folder, with
 * parts, with a folder a class, or with images only; `labels` are there where they are known.
 *
 * In memory, a byte a channel and pixel. Fails with {@link DatasetError}: nothing there, no image, an image that cannot
 * be used (with `skipBad` such are left out and in `skipped`), images of different sizes without a `size`, sharp not
 * installed.
 *
 * `which` is a name, a description or a path; by default of `options`, images keep their size.
 */
export const loadImages = (
  which: Which,
  options: LoadImagesOptions = {}
): Effect.Effect<LoadedImages, DatasetError, FileSystem.FileSystem | Path.Path> =>
  typeof which !== "string" || isName(which)
    ? load(which, options)
    : Effect.flatMap(listingAt(which, options), (listing) => loadListing(listing, options))

/**
 * {@link loadImages}, but for images that are too large for memory, which lie in a file until the scope closes. Takes
 * the same `which` and `options`, by default as that does; fails with {@link DatasetError} as that does, and where
 * the disk has no room.
 */
export const openImages = (
  which: Which,
  options: LoadImagesOptions = {}
): Effect.Effect<LoadedImages<AnyItems>, DatasetError, OpenNeeds> =>
  typeof which !== "string" || isName(which)
    ? open(which, options)
    : Effect.flatMap(listingAt(which, options), (listing) => openListing(listing, options))

const pick = ({ called, fields, ids, labels, paths }: ImageList, at: Uint32Array): ImageList => ({
  ids: Array.from(at, (i) => ids[i]!),
  paths: Array.from(at, (i) => paths[i]!),
  ...(called === undefined ? {} : { called: Array.from(at, (i) => called[i]!) }),
  ...(fields === undefined ? {} : { fields: { ...fields, rows: Array.from(at, (i) => fields.rows[i]!) } }),
  ...(labels === undefined ? {} : { labels: Int32Array.from(at, (i) => labels[i]!) })
})

/** The listing with a test part: its own, or a share of each class. */
const withTest = (listing: Listing, { holdOut: fraction = 0.2, seed = 0 }: LoadFolderOptions) => {
  const { classNames, test, train } = listing
  if (test !== undefined || train.labels === undefined) return Effect.succeed(listing)
  const key = Rng.derive(Rng.fromSeed(seed), "folder")
  return holdOut(key, { labels: train.labels, classes: classNames.length }, fraction).pipe(
    Effect.mapError(noPart),
    Effect.map(({ held, kept }): Listing => ({ ...listing, train: pick(train, kept), test: pick(train, held) }))
  )
}

/** All of a data set's images have a class. */
const unlabeledIn = ({ test, train }: Listing): DatasetError | undefined => {
  for (const list of [train, test]) {
    const at = list?.labels?.indexOf(-1) ?? -1
    if (at < 0) continue
    return mismatch([list!.called?.[at] ?? list!.paths[at]!], "it has no label; fill it in, or leave it out")
  }
  return undefined
}

/** The listing with some images to test. */
const complete = Effect.fnUntraced(function*(listing: Listing, options: LoadFolderOptions) {
  const wrong = unlabeledIn(listing)
  return wrong === undefined ? yield* withTest(listing, options) : yield* wrong
})

/**
 * Loads a folder of labeled images as a data set: its `train` and its `test` (or `val`), else, where a folder a class
 * is all that there is, a seeded and stratified fifth to test. Fails with {@link DatasetError} as {@link loadImages}
 * does, and where there are no labels.
 *
 * `path` is the folder; by default of `options`, images keep their size.
 */
export const loadFolder = (
  path: string,
  options: LoadFolderOptions = {}
): Effect.Effect<Dataset, DatasetError, FileSystem.FileSystem | Path.Path> =>
  listingAt(path, options).pipe(
    Effect.flatMap((listing) => complete(listing, options)),
    Effect.flatMap((listing) => loadListing(listing, options)),
    Effect.flatMap(toDataset),
    Effect.withSpan("datasets.loadFolder", { attributes: { path } })
  )

/** The images at a path; undefined where that is a table of numbers. */
const imagesAt = (path: string, { features, ...options }: LoadDataOptions) => {
  if (!isTable(path)) return listingAt(path, options)
  return features === undefined ? tableAt(path, options) : Effect.succeed(undefined)
}

/** How a data set is loaded, whatever it is. */
export interface LoadDataOptions extends LoadFolderOptions, TableOptions {}

/**
 * Loads the labeled data set that a name or a path stands for: a known one by its name (or description), a table by
 * its ending (csv, parquet), else a folder of images. Fails with {@link DatasetError} as {@link load}, {@link
 * loadTable} and {@link loadFolder} do.
 *
 * `which` is a name, a description or a path. By default of `options`, images keep their size and a fifth of each class
 * is set aside where no test part is.
 */
export const loadData = (
  which: Which,
  options: LoadDataOptions = {}
): Effect.Effect<Dataset, DatasetError, FileSystem.FileSystem | Path.Path> => {
  if (typeof which !== "string" || isName(which)) return load(which, options)
  return Effect.gen(function*() {
    const images = yield* imagesAt(which, options)
    if (images === undefined) return yield* loadTable(which, options)
    return yield* toDataset(yield* loadListing(yield* complete(images, options), options))
  }).pipe(Effect.withSpan("datasets.loadData", { attributes: { path: which } }))
}

/**
 * {@link loadData}, but for images that are too large for memory, which lie in a file until the scope closes. Takes
 * the same `which` and `options`, by default as that does; fails with {@link DatasetError} as that does, and where
 * the disk has no room.
 */
export const openData = (
  which: Which,
  options: LoadDataOptions = {}
): Effect.Effect<Dataset<AnyItems>, DatasetError, OpenNeeds> => {
  if (typeof which !== "string" || isName(which)) return open(which, options)
  return Effect.gen(function*() {
    const images = yield* imagesAt(which, options)
    if (images === undefined) return yield* loadTable(which, options)
    return yield* toDataset(yield* openListing(yield* complete(images, options), options))
  }).pipe(Effect.withSpan("datasets.openData", { attributes: { path: which } }))
}
