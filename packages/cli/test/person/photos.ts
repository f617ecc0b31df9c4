/** A folder of images whose names tell nothing, and somebody who knows what they show. */
import { loadDataset } from "@marginalia/datasets"
import { gather, range } from "@marginalia/datasets/items"
import { mkdirSync } from "node:fs"
import { join } from "node:path"
import sharp from "sharp"

/** What the person knows. */
export interface Truth {
  /** The names of the classes, in the data set's order. */
  readonly classes: ReadonlyArray<string>
  /** The class of each image, by its file's name. */
  readonly of: ReadonlyMap<string, string>
}

/** Writes the first `count` training images of a known data set into `folder`, which is made. */
export const makePhotos = async (data: string, count: number, folder: string): Promise<Truth> => {
  const { classNames: given, train } = await loadDataset(data as "fashion-mnist")
  // Exported, a class is a folder.
  const classNames = given.map((name) => name.replaceAll("/", " "))
  const { shape, rows } = train.items, some = Math.min(count, rows)
  const [height, width, channels] = shape.length === 3 ? shape : [1, shape[0], 1] as const
  const pixels = gather({ ...train.items, normalization: undefined } as never, range(0, some))
  const full = pixels.some((value) => value > 1) ? 1 : 255, size = height * width * channels
  const of = new Map<string, string>()
  mkdirSync(folder, { recursive: true })
  for (let i = 0; i < some; i++) {
    const bytes = Uint8Array.from(pixels.subarray(i * size, (i + 1) * size), (value) => Math.round(value * full))
    const name = `${String(i).padStart(5, "0")}.png`
    await sharp(bytes, { raw: { width, height, channels: channels as 1 } }).png().toFile(join(folder, name))
    of.set(name, classNames[train.labels[i]!]!)
  }
  return { classes: classNames, of }
}
