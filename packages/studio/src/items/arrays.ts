/**
 * Images that are numbers in memory: of an array, or of a data set.
 */
import { encodePng } from "@marginalia/datasets/image/png"
import { rangeOf, rasterOf } from "@marginalia/datasets/image/raster"
import type { Items as Batch } from "@marginalia/datasets/items"
import * as Effect from "effect/Effect"
import type { ItemProblem, Items, Media } from "./item.ts"

/** The part of {@link Items} that says how its images look. */
export type Shown = Pick<Items, "describe" | "media">

/** Images of an array as PNG files. */
export const arrayImages = (ids: ReadonlyArray<string>, batch: Batch): Shown => {
  const [height, width = 1] = batch.shape
  let range: ReturnType<typeof rangeOf> | undefined
  const media = (item: number): Effect.Effect<Media, ItemProblem> =>
    Effect.sync(() => ({
      type: "image/png",
      bytes: encodePng(rasterOf(batch, range ??= rangeOf(batch), item))
    }))
  return { media, describe: (item) => Effect.succeed({ id: ids[item]!, width, height }) }
}
