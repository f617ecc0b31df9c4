/** Known data sets that are folders of images. */
import * as Effect from "effect/Effect"
import { mismatch } from "../errors.ts"
import type { ImageFormat, KnownDataset } from "../known/description.ts"
import { listIsic } from "./isic.ts"
import { listTinyImagenet } from "./tiny-imagenet.ts"

/** Whether a data set is a folder of images that sharp decodes. */
export const isImageSet = (dataset: KnownDataset): dataset is KnownDataset & { readonly format: ImageFormat } =>
  dataset.format === "tiny-imagenet" || dataset.format === "isic-2019"

const listed = (dataset: KnownDataset & { readonly format: ImageFormat }, folder: string, seed: number | undefined) => {
  const { classCounts: counts, classNames, format, name } = dataset
  if (format === "tiny-imagenet") return listTinyImagenet(folder, name)
  return listIsic(folder, name, classNames, {
    ...(seed === undefined ? {} : { seed }),
    ...(counts === undefined ? {} : { counts })
  })
}

/** Its images, unread, as many as there should be. `seed` draws the split where the data set has none. */
export const listKnown = Effect.fnUntraced(
  function*(dataset: KnownDataset & { readonly format: ImageFormat }, folder: string, seed?: number) {
    const listing = yield* listed(dataset, folder, seed)
    const found = [listing.train.ids.length, listing.test.ids.length]
    const expected = [dataset.splits.train.rows, dataset.splits.test.rows]
    if (found.join() === expected.join()) return listing
    const problem =
      `${found.join(" and ")} images to train and to test where ${dataset.name} has ${expected.join(" and ")}; ` +
      "copy, unpack or download it again"
    return yield* mismatch([folder], problem)
  }
)
