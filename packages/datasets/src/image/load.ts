/** Listed images as a data set in memory. */
import * as Effect from "effect/Effect"
import type { LoadedImages, Part } from "../dataset.ts"
import { type Normalization, normalizations } from "../normalization.ts"
import type { Listing } from "./folder.ts"
import { readImages } from "./read.ts"
import type { ImageList, ReadOptions } from "./stream.ts"

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

const loadPart = (list: ImageList, options: LoadListingOptions) =>
  Effect.map(readImages(list, options), ({ at, data, rows, shape, skipped }) => {
    const { normalization = usual(shape[2]) } = options, { ids, labels } = list
    const items = { data, rows, shape, normalization }
    const known = labels === undefined ? {} : { labels: Int32Array.from(at, (i) => labels[i]!) }
    return { part: { ids: Array.from(at, (i) => ids[i]!), items, ...known } satisfies Part, skipped }
  })

/** The options with the size that the first part came to, so that all parts have one. */
const sized = (options: LoadListingOptions, { items }: Part): LoadListingOptions => {
  const [tall = 0, wide = 0] = items.shape
  return options.size === undefined ? { ...options, expected: [tall, wide] } : options
}

/**
 * Reads every listed image. Its labels, where there are any, come with it. Fails as {@link readImages} does.
 */
export const loadListing = Effect.fn("datasets.loadListing")(
  function*(listing: Listing, options: LoadListingOptions = {}) {
    const { classNames, folder, name } = listing
    const train = yield* loadPart(listing.train, options), same = sized(options, train.part)
    const validation = listing.validation === undefined ? undefined : yield* loadPart(listing.validation, same)
    const test = listing.test === undefined ? undefined : yield* loadPart(listing.test, same)
    return {
      name,
      classNames,
      folder,
      train: train.part,
      ...(validation === undefined ? {} : { validation: validation.part }),
      ...(test === undefined ? {} : { test: test.part }),
      skipped: [train, validation, test].flatMap((loaded) => loaded?.skipped ?? [])
    } satisfies LoadedImages
  }
)
