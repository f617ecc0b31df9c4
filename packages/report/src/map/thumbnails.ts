/**
 * Picked images, small, as one picture.
 */
import { type AnyItems, numbersOf } from "@marginalia/datasets/items"
import { encodePng } from "./png-encode.ts"

/** No side of a thumbnail is longer. */
const LONGEST = 40
/** The bytes of the picture before it is compressed. */
const MOST_BYTES = 1_600_000
const ACROSS = 32

/** See the module. */
export interface Sprite {
  /** A data URL. */
  readonly url: string
  readonly wide: number
  readonly tall: number
  /** Thumbnails a row. */
  readonly across: number
  /** The positions shown, row by row from the top left. */
  readonly positions: ReadonlyArray<number>
}

const byteOf = (items: AnyItems): (value: number) => number => {
  const { normalization } = items
  if ("read" in items || items.data instanceof Uint8Array) return (value) => value
  const scale = 255 / (normalization?.scale ?? 1)
  return (value) => Math.max(0, Math.min(255, Math.round(value * scale)))
}

interface Shape {
  readonly tall: number
  readonly wide: number
  readonly channels: number
  /** Pixels of the image for one of the thumbnail, along each side. */
  readonly step: number
}

const shapeOf = ({ shape }: AnyItems): Shape | undefined => {
  const [tall = 0, wide = 0, channels = 0] = shape
  if (shape.length !== 3 || (channels !== 1 && channels !== 3)) return undefined
  const step = Math.ceil(Math.max(tall, wide) / LONGEST)
  return { tall: Math.floor(tall / step), wide: Math.floor(wide / step), channels, step }
}

/** The mean over the pixels that become one. */
const meanAt = (image: ArrayLike<number>, wide: number, { channels, step }: Shape, y: number, x: number, c: number) => {
  let sum = 0
  for (let dy = 0; dy < step; dy++) {
    for (let dx = 0; dx < step; dx++) {
      sum += image[((y * step + dy) * wide + x * step + dx) * channels + c]!
    }
  }
  return sum / (step * step)
}

const paint = (items: AnyItems, shape: Shape, positions: ReadonlyArray<number>): Uint8Array => {
  const { channels, tall, wide } = shape, [, across = 0] = items.shape
  const byte = byteOf(items)
  const stride = ACROSS * wide * channels
  const out = new Uint8Array(Math.ceil(positions.length / ACROSS) * tall * stride)
  positions.forEach((position, i) => {
    const image = numbersOf(items, position, position + 1)
    const [top, left] = [Math.floor(i / ACROSS) * tall, (i % ACROSS) * wide]
    for (let y = 0; y < tall; y++) {
      for (let x = 0; x < wide * channels; x++) {
        const value = meanAt(image, across, shape, y, Math.floor(x / channels), x % channels)
        out[(top + y) * stride + left * channels + x] = byte(value)
      }
    }
  })
  return out
}

/** The images at some positions, as many from the first as fit; undefined where items are not gray or color images. */
export const sprite = (items: AnyItems, positions: ReadonlyArray<number>): Sprite | undefined => {
  const shape = shapeOf(items)
  if (shape === undefined || positions.length === 0) return undefined
  const { channels, tall, wide } = shape
  const shown = positions.slice(0, Math.max(1, Math.floor(MOST_BYTES / (tall * wide * channels))))
  const height = Math.ceil(shown.length / ACROSS) * tall
  const png = encodePng(paint(items, shape, shown), { width: ACROSS * wide, height, channels: channels as 1 | 3 })
  const url = `data:image/png;base64,${Buffer.from(png).toString("base64")}`
  return { url, wide, tall, across: ACROSS, positions: shown }
}
