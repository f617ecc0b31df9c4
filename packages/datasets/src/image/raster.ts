/**
 * Images that are numbers as bytes, which image files hold.
 */
import { type Items, widthOf } from "../items.ts"
import type { Raster } from "./png.ts"

/** Which number is black, and which is white. */
export interface Range {
  readonly black: number
  readonly white: number
}

/** Numbers above this are no longer dark as bytes. */
const DARK = 63

/**
 * Bytes are what they say, and so are numbers with a scale. Else white is 1 where nothing lies above it, 255 where nothing
 * lies above that and something above 63, and otherwise the largest number; black is 0, or the smallest where that is below.
 */
export const rangeOf = ({ data, normalization }: Pick<Items, "data" | "normalization">): Range => {
  const scale = normalization?.scale ?? (data instanceof Uint8Array ? 255 : undefined)
  if (scale !== undefined) return { black: 0, white: scale }
  let least = 0, largest = 0
  for (const value of data) {
    if (value < least) least = value
    if (value > largest) largest = value
  }
  if (largest <= 1) return { black: least, white: 1 }
  return { black: least, white: largest <= 255 && largest > DARK ? 255 : largest }
}

const byteOf = (value: number, { black, white }: Range): number =>
  Math.max(0, Math.min(255, Math.round(255 * (value - black) / (white - black)))) || 0

/** The image at a position as bytes. */
export const rasterOf = (batch: Items, range: Range, item: number): Raster => {
  const [height, width = 1, channels = 1] = batch.shape, size = widthOf(batch)
  const part = batch.data.subarray(item * size, (item + 1) * size)
  const plain = part instanceof Uint8Array && range.black === 0 && range.white === 255
  const data = plain ? part : Uint8Array.from(part, (value) => byteOf(value, range))
  return { data, width, height, channels: channels as Raster["channels"] }
}
