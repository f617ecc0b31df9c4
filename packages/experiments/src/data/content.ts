/**
 * The items of a unit as a model that annotates is shown them.
 */
import { encodePng } from "@marginalia/datasets/image/png"
import { rangeOf, rasterOf } from "@marginalia/datasets/image/raster"
import { slice } from "@marginalia/datasets/items"
import * as Effect from "effect/Effect"
import type { Content } from "../annotator/content.ts"
import { blindIds } from "../blind.ts"
import type { UnitData } from "./load.ts"

const once = <A>(make: () => A): () => A => {
  let made: A | undefined
  return () => made ??= make()
}

/** A number of single precision in as few digits as tell it from all others. */
const shortest = (value: number): string => {
  const digits = [6, 7, 8].find((count) => Math.fround(Number(value.toPrecision(count))) === value)
  return String(digits === undefined ? value : Number(value.toPrecision(digits)))
}

/** Rows as they were embedded, a number a column, by the table's own names where they are its columns. */
const rowOf = (
  { columnNames, embedding: { cols, data, offset } }: UnitData,
  position: number
): NonNullable<Content["fields"]> =>
  Array.from({ length: cols }, (_, i) => {
    const value = data[position * cols + i]!
    return {
      name: columnNames?.length === cols ? columnNames[i]! : String(i),
      value: offset === undefined ? shortest(value) : String(value + offset[i]!)
    }
  })

/**
 * What each item of a unit shows, by position: its image as a PNG file, or the numbers of its vector; under a name that does not
 * tell its class.
 */
export const contentOf = (data: UnitData): (position: number) => Effect.Effect<Content> => {
  const { images } = data, names = once(() => blindIds(data))
  const range = once(() => {
    if (images === undefined || "data" in images) return rangeOf(images ?? { data: new Uint8Array() })
    return { black: 0, white: images.normalization?.scale ?? 255 }
  })
  return (position) =>
    Effect.sync(() => {
      const id = names()[position]!
      if (images === undefined) return { id, fields: rowOf(data, position) }
      const raster = rasterOf(slice(images, position, position + 1), range(), 0)
      return { id, image: { type: "image/png", bytes: encodePng(raster) } }
    })
}
