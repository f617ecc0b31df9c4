/** Listed images as a data set, in memory or in a file. */
import * as Effect from "effect/Effect"
import type * as FileSystem from "effect/FileSystem"
import type { LoadedImages, Part } from "../dataset.ts"
import type { DatasetError } from "../errors.ts"
import type { AnyItems, Items } from "../items.ts"
import { type Normalization, normalizations } from "../normalization.ts"
import type { Listing } from "./folder.ts"
import { openImages, type OpenNeeds, readImages } from "./read.ts"
import type { ImageList, ReadOptions, Skipped } from "./stream.ts"

/** How listed images are loaded. */
export interface LoadListingOptions extends ReadOptions {
  /** What networks see; by default a known data set's own, else ImageNet's constants (for gray images their means). */
  readonly normalization?: Normalization
}

const mean = (values: ReadonlyArray<number>): number => values.reduce((sum, value) => sum + value, 0) / values.length

const usual = (channels: number): Normalization => {
  const { imagenet } = normalizations
  return channels === 3 ? imagenet : { scale: 255, mean: [mean(imagenet.mean)], std: [mean(imagenet.std)] }
}

/** Reads a list of images into items of whatever kind. */
type Reader<I extends AnyItems, R> = (list: ImageList, options: ReadOptions) => Effect.Effect<
  { readonly at: Uint32Array; readonly items: I; readonly skipped: ReadonlyArray<Skipped> },
  DatasetError,
  R
>

const loadPart = <I extends AnyItems, R>(read: Reader<I, R>, list: ImageList, options: LoadListingOptions) =>
  Effect.map(read(list, options), ({ at, items, skipped }) => {
    const { normalization = usual(items.shape.at(-1)!) } = options, { ids, labels } = list
    const known = labels === undefined ? {} : { labels: Int32Array.from(at, (i) => labels[i]!) }
    const part: Part<I> = { ids: Array.from(at, (i) => ids[i]!), items: { ...items, normalization }, ...known }
    return { part, skipped }
  })

/** The options with the size that the first part came to, so that all parts have one. */
const sized = (options: LoadListingOptions, { items }: Part<AnyItems>): LoadListingOptions => {
  const [tall = 0, wide = 0] = items.shape
  return options.size === undefined ? { ...options, expected: [tall, wide] } : options
}

const loadBy = Effect.fnUntraced(function*<I extends AnyItems, R>(
  read: Reader<I, R>,
  listing: Listing,
  options: LoadListingOptions
) {
  const { classNames, folder, name } = listing
  const train = yield* loadPart(read, listing.train, options), same = sized(options, train.part)
  const validation = listing.validation === undefined ? undefined : yield* loadPart(read, listing.validation, same)
  const test = listing.test === undefined ? undefined : yield* loadPart(read, listing.test, same)
  return {
    name,
    classNames,
    folder,
    train: train.part,
    ...(validation === undefined ? {} : { validation: validation.part }),
    ...(test === undefined ? {} : { test: test.part }),
    skipped: [train, validation, test].flatMap((loaded) => loaded?.skipped ?? [])
  } satisfies LoadedImages<I> as LoadedImages<I>
})

const held: Reader<Items, FileSystem.FileSystem> = (list, options) =>
  Effect.map(readImages(list, options), ({ at, data, rows, shape, skipped }) => ({
    at,
    items: { data, rows, shape },
    skipped
  }))

/**
 * Reads every listed image. Its labels, where there are any, come with it. Fails as {@link readImages} does.
 */
export const loadListing = Effect.fn("datasets.loadListing")(
  (listing: Listing, options: LoadListingOptions = {}) => loadBy(held, listing, options)
)

/**
 * Every listed image with its labels, as {@link loadListing} reads them; what is too large for memory lies in a file until the
 * scope closes. Fails as {@link openImages} does.
 */
export const openListing = Effect.fn("datasets.openListing")(
  (listing: Listing, options: LoadListingOptions = {}) => loadBy<AnyItems, OpenNeeds>(openImages, listing, options)
)
