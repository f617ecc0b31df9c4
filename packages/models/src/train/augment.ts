/** Crops and mirrors of training images. */
import * as Rng from "@marginalia/core/Rng"
import { affineOf, type AnyItems, gather, widthOf } from "@marginalia/datasets/items"
import type { Augmentation } from "./config.ts"

/** Where an image is cut out of itself with zeros around it, and whether it is mirrored. */
export interface Move {
  readonly down: number
  readonly right: number
  readonly flip: boolean
}

/** The move of an item in an epoch, whatever batch it is in. */
export const moveOf = (key: Rng.Key, epoch: number, position: number, { crop, flip }: Augmentation): Move => {
  const drawn = Rng.derive(Rng.derive(key, epoch), position)
  const shift = (counter: number): number => Rng.integer(drawn, counter, 2 * crop + 1) - crop
  return { down: shift(0), right: shift(1), flip: flip && Rng.uniform(drawn, 2) < 0.5 }
}

/**
 * Copies the image at `from` of `source` to `at` of `out`, moved; pixels from beyond the border are black before
 * normalization, as in torchvision's RandomCrop.
 */
const copyMoved = (
  source: Float32Array,
  out: Float32Array,
  at: number,
  [tall, wide, channels]: readonly [number, number, number],
  { down, flip, right }: Move,
  black: Float64Array
): void => {
  for (let r = 0; r < tall; r++) {
    for (let c = 0; c < wide; c++) {
      const row = r + down, column = (flip ? wide - 1 - c : c) + right
      const inside = row >= 0 && row < tall && column >= 0 && column < wide
      const from = at + (row * wide + column) * channels, to = at + (r * wide + c) * channels
      for (let k = 0; k < channels; k++) out[to + k] = inside ? source[from + k]! : black[k % black.length]!
    }
  }
}

/** The normalized numbers of the items at `positions`, augmented where they are images and the configuration says so. */
export const augmented = (
  items: AnyItems,
  positions: Uint32Array,
  augmentation: Augmentation,
  key: Rng.Key,
  epoch: number
): Float32Array => {
  const plain = gather(items, positions)
  const { shape } = items
  if (shape.length === 1 || (augmentation.crop === 0 && !augmentation.flip)) return plain
  const out = new Float32Array(plain.length), width = widthOf(items), { offset } = affineOf(items)
  positions.forEach((position, i) => {
    copyMoved(plain, out, i * width, shape, moveOf(key, epoch, position, augmentation), offset)
  })
  return out
}
