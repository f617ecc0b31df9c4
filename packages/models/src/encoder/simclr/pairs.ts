/** Batches of views: two of each image. */
import type * as Rng from "@marginalia/core/Rng"
import { affineOf, type AnyItems, bounds, numbersOf, widthOf } from "@marginalia/datasets/items"
import { identity } from "@marginalia/datasets/normalization"
import { gray, jitter } from "./color.ts"
import { cropper } from "./crop.ts"
import { draw, keyOf, type Views } from "./views.ts"

type Image = readonly [tall: number, wide: number, channels: number]

/** The first number of the items that does not lie between 0 and `most`. */
const outside = (items: AnyItems, most: number): number | undefined => {
  for (const [from, to] of bounds(items)) {
    const found = numbersOf(items, from, to).find((value) => !(value >= 0 && value <= most))
    if (found !== undefined) return found
  }
  return undefined
}

/** Why these items have no views; undefined where they have. */
export const viewProblem = (items: AnyItems): string | undefined => {
  const { normalization = identity, shape } = items
  if (shape.length !== 3) return "SimCLR takes images, not vectors"
  if (shape[2] !== 1 && shape[2] !== 3) return `SimCLR's colors take images of 1 or 3 channels, not ${shape[2]}`
  const { scale } = normalization
  const stranger = outside(items, scale)
  return stranger === undefined
    ? undefined
    : `SimCLR's colors take numbers from 0 to ${scale} (the normalization's scale), and there is ${stranger}`
}

/** x normalized, in place: from numbers between 0 and 1. */
const normalize = (x: Float32Array, factor: Float64Array, offset: Float64Array): void => {
  const period = factor.length
  for (let i = 0, c = 0; i < x.length; i++, c = c + 1 === period ? 0 : c + 1) x[i] = x[i]! * factor[c]! + offset[c]!
}

/**
 * A function from the positions of a batch of B images to the normalized numbers of their 2 B views: first views before
 * second ones. A view follows from key, epoch, position and which of the two it is.
 */
export const pairs = (items: AnyItems, views: Views, key: Rng.Key) => {
  const shape = items.shape as Image, [tall, wide, channels] = shape
  const width = widthOf(items), crop = cropper(shape), { scale } = items.normalization ?? identity
  const { factor, offset } = affineOf(items), unit = factor.map((value) => value * scale)
  const write = (out: Float32Array, row: number, epoch: number, position: number, which: 0 | 1): void => {
    const view = draw(keyOf(key, epoch, position, which), tall, wide, views)
    crop({ data: numbersOf(items, position, position + 1), from: 0 }, view.crop, view.flip, 1 / scale, out, row * width)
    const image = out.subarray(row * width, (row + 1) * width)
    if (view.jitter !== undefined) jitter(image, channels, view.jitter)
    if (view.gray && channels === 3) gray(image)
    normalize(image, unit, offset)
  }
  return (positions: Uint32Array, epoch: number): Float32Array => {
    const out = new Float32Array(2 * positions.length * width)
    positions.forEach((position, i) => {
      write(out, i, epoch, position, 0)
      write(out, positions.length + i, epoch, position, 1)
    })
    return out
  }
}
