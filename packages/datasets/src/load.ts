/** A data set by its name: images, labels, splits. */
import * as Effect from "effect/Effect"
import type * as FileSystem from "effect/FileSystem"
import type * as Path from "effect/Path"
import { loadFiles } from "./binary-files.ts"
import type { Dataset, LoadedImages, Split } from "./dataset.ts"
import { type DatasetError, invalidRequest } from "./errors.ts"
import type { Listing } from "./image/folder.ts"
import { isImageSet, listKnown } from "./image/known.ts"
import { loadListing, type LoadListingOptions, openListing } from "./image/load.ts"
import type { OpenNeeds } from "./image/read.ts"
import type { AnyItems } from "./items.ts"
import type { KnownDataset } from "./known.ts"
import { find, type LocateOptions, type Looked, type Which } from "./locate.ts"

/** Where a data set is looked for, and how its images are read where they are files. */
export interface LoadOptions extends LocateOptions, LoadListingOptions {
  /** Draws the split of data sets that have none (ISIC-2019, folders, tables); 0 by default. */
  readonly seed?: number
}

/** What was loaded, as a data set: labeled, with a test split. Fails with {@link DatasetError} where it is none. */
export const toDataset = <I extends AnyItems>(loaded: LoadedImages<I>): Effect.Effect<Dataset<I>, DatasetError> => {
  const { test, train } = loaded
  if (train.labels !== undefined && test?.labels !== undefined) {
    return Effect.succeed({ ...loaded, train: train as Split<I>, test: test as Split<I> })
  }
  const lacking = train.labels === undefined ? "labels" : "labeled items to test"
  return Effect.fail(
    invalidRequest(`${loaded.folder} has no ${lacking}; a data set has a folder a class, in train and in test`, {
      fault: "Kind",
      value: loaded.folder,
      expected: "a folder a class, in train and in test"
    })
  )
}

/** How the images of a data set are made items: {@link loadListing}, or {@link openListing}. */
type Lister<I extends AnyItems, R> = (
  listing: Listing,
  options: LoadListingOptions
) => Effect.Effect<LoadedImages<I>, DatasetError, R>

const loadFound = Effect.fnUntraced(function*<I extends AnyItems, R>(
  dataset: KnownDataset,
  found: Looked,
  { seed, ...options }: LoadOptions,
  lister: Lister<I, R>
) {
  if (!isImageSet(dataset)) return yield* loadFiles(dataset, found)
  const { normalization, shape: [tall, wide] } = dataset
  const listing = yield* listKnown(dataset, found.path, seed)
  return yield* toDataset(yield* lister(listing, { size: [tall, wide], normalization, ...options }))
})

const named = (which: Which): string => typeof which === "string" ? which : which.name

/**
 * Loads `mnist`, `fashion-mnist`, `cifar-10`, `cifar-100` (fine labels), `svhn` (without its extra set),
 * `tiny-imagenet` or `isic-2019`: its training and its test images, in the files' order, whose checksums are verified
 * where they are known. The last two are decoded by the package sharp and take 1.35 GB and 3.8 GB of memory as they
 * are; a smaller `size` takes less.
 *
 * A description of your own loads as well. It is looked for as {@link find} does. Fails with {@link DatasetError}: no
 * such data set, files missing, unreadable, truncated, corrupt, swapped, or not the published ones.
 *
 * `which` is a known data set's name, or a description of your own; `options` say where to look and how image files are
 * read, by default where {@link find} looks, at their own size.
 */
export const load = (
  which: Which,
  options: LoadOptions = {}
): Effect.Effect<Dataset, DatasetError, FileSystem.FileSystem | Path.Path> =>
  Effect.flatMap(find(which, options), ({ dataset, found }) => loadFound(dataset, found, options, loadListing)).pipe(
    Effect.withSpan("datasets.load", { attributes: { name: named(which) } })
  )

/**
 * {@link load}, but for images that are too large for memory, which lie in a file until the scope closes. Takes the
 * same `which` and `options`, by default those of {@link load}; fails with {@link DatasetError} as that does, and
 * where the disk has no room.
 */
export const open = (
  which: Which,
  options: LoadOptions = {}
): Effect.Effect<Dataset<AnyItems>, DatasetError, OpenNeeds> =>
  Effect.flatMap(
    find(which, options),
    ({ dataset, found }) => loadFound<AnyItems, OpenNeeds>(dataset, found, options, openListing)
  ).pipe(Effect.withSpan("datasets.open", { attributes: { name: named(which) } }))
