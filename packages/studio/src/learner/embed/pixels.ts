/**
 * Image files as pixels for an encoder, read when they are asked for.
 */
import * as Message from "@marginalia/core/Message"
import type { DatasetError } from "@marginalia/datasets/errors"
import { hashData } from "@marginalia/datasets/hash"
import type { ImageOptions } from "@marginalia/datasets/image/options"
import { streamImages } from "@marginalia/datasets/image/stream"
import { type Items as Batch, range } from "@marginalia/datasets/items"
import { normalizations } from "@marginalia/datasets/normalization"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Option from "effect/Option"
import type * as Path from "effect/Path"
import * as Stream from "effect/Stream"
import type { FileItems } from "../../items/opened.ts"
import type { Sampled } from "./pca.ts"
import type { BadItem } from "./setting.ts"

/** How images become pixels. */
export interface PixelOptions extends Pick<ImageOptions, "channels" | "white"> {
  readonly size: readonly [tall: number, wide: number]
  /** Hears of each image that cannot be read. */
  readonly bad: (item: BadItem) => void
}

/** Images that are decoded before the next are begun. */
const BATCH = 64

/**
 * A name for the files as they are: their ids, sizes and times. Ten thousand take a fraction of a second, as nothing is read.
 */
export const filesHash = Effect.fn("studio.filesHash")(function*({ ids, paths }: FileItems) {
  const fs = yield* FileSystem.FileSystem
  const marks = yield* Effect.forEach(
    paths,
    (path) =>
      fs.stat(path).pipe(
        Effect.map(({ mtime, size }) => `${size} ${Option.getOrUndefined(mtime)?.getTime() ?? 0}`),
        Effect.orElseSucceed(() => "")
      ),
    { concurrency: 32 }
  )
  return hashData({ ids, marks })
})

/** The pixels of the files at some positions. */
const readAt = Effect.fnUntraced(
  function*(files: FileItems, { bad, size, ...options }: PixelOptions, at: Uint32Array) {
    const [tall, wide] = size, channels = options.channels ?? 3, width = tall * wide * channels
    const data = new Uint8Array(at.length * width)
    const list = { ids: Array.from(at, (i) => files.ids[i]!), paths: Array.from(at, (i) => files.paths[i]!) }
    const place = new Map(list.ids.map((id, i) => [id, i]))
    yield* Stream.runForEach(
      streamImages(list, { ...options, size, skipBad: true, batch: BATCH }),
      (batch) =>
        Effect.sync(() => {
          batch.at.forEach((position, i) => data.set(batch.data.subarray(i * width, (i + 1) * width), position * width))
          for (const { id, problem } of batch.skipped) {
            bad({ item: at[place.get(id)!]!, problem: Message.toCode(problem) })
          }
        })
    )
    const images: Batch = {
      data,
      rows: at.length,
      shape: [tall, wide, channels],
      normalization: normalizations.imagenet
    }
    return images
  }
)

/** Files as a source of pixels, all of one size. Nothing is decoded before it is asked for. Its hash reads no file. */
export const pixelSource = (
  files: FileItems,
  options: PixelOptions
): Sampled<DatasetError, FileSystem.FileSystem | Path.Path> => ({
  rows: files.ids.length,
  hash: Effect.map(
    filesHash(files),
    (hash) => hashData({ hash, size: options.size, channels: options.channels ?? 3, white: options.white ?? 0 })
  ),
  read: (from, to) => readAt(files, options, range(from, to)),
  readAt: (at) => readAt(files, options, at)
})
