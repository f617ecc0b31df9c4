/** A folder of images whose names tell nothing, and somebody who knows what they show. */
import { loadDataset } from "@marginalia/datasets"
import { loadDigits } from "@marginalia/datasets/digits"
import { gather, type InputShape, range } from "@marginalia/datasets/items"
import { mkdirSync } from "node:fs"
import { join } from "node:path"
import sharp from "sharp"
import { fileOf } from "./hands.ts"

/** What the person knows. */
export interface Truth {
  /** The names of the classes, in the data set's order. */
  readonly classes: ReadonlyArray<string>
  /** The class of each image, by its file's name. */
  readonly of: ReadonlyMap<string, string>
}

interface Images {
  readonly classes: ReadonlyArray<string>
  readonly labels: ArrayLike<number>
  readonly shape: InputShape
  /** Bytes or numbers, an image after the other, of which `full` is white. */
  readonly pixels: ArrayLike<number>
  readonly full: number
}

const digits = async (count: number): Promise<Images> => {
  const { labels, pool } = await loadDigits()
  const classes = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
  const pixels = pool.data.subarray(0, count * pool.cols)
  return { classes, labels, shape: [8, 8, 1], pixels, full: pixels.reduce((a, b) => Math.max(a, b), 0) }
}

const known = async (data: string, count: number): Promise<Images> => {
  const { classNames, train: { items: { normalization: _, ...items }, labels } } = await loadDataset(data as "mnist")
  const pixels = gather(items, range(0, Math.min(count, items.rows)))
  // Exported, a class is a folder.
  return { classes: classNames.map((name) => name.replaceAll("/", " ")), labels, shape: items.shape, pixels, full: 255 }
}

/** Writes the first `count` training images of a known data set, or of the digits, into `folder`, which is made. */
export const makePhotos = async (data: string, count: number, folder: string): Promise<Truth> => {
  const { classes, full, labels, pixels, shape } = await (data === "digits" ? digits(count) : known(data, count))
  const [height, width, channels] = shape.length === 3 ? shape : [1, shape[0], 1] as const
  const size = height * width * channels, of = new Map<string, string>()
  mkdirSync(folder, { recursive: true })
  for (let i = 0; i < pixels.length / size; i++) {
    const bytes = Uint8Array.from({ length: size }, (_, at) => Math.round(255 * pixels[i * size + at]! / full))
    const image = sharp(bytes, { raw: { width, height, channels: channels as 1 } })
    await image.png().toFile(join(folder, fileOf(i)))
    of.set(fileOf(i), classes[labels[i]!]!)
  }
  return { classes, of }
}
