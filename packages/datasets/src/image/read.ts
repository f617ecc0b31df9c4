/** All images of a list in memory. */
import * as Message from "@marginalia/core/Message"
import { note } from "@marginalia/core/Notices"
import { bytes as inBytes, counted } from "@marginalia/core/Words"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { totalmem } from "node:os"
import { type DatasetError, invalidRequest } from "../errors.ts"
import { type ImageBatch, type ImageList, type ReadOptions, type Skipped, streamImages } from "./stream.ts"

/** Room for so many images. More than the machine has is refused at once, before the system ends the program. */
const allocate = (
  images: number,
  [tall, wide, channels]: ImageBatch["shape"]
): Effect.Effect<Uint8Array, DatasetError> => {
  const bytes = images * tall * wide * channels
  const take = `${images} images of ${tall} × ${wide} × ${channels} bytes take ${inBytes(bytes)}`
  const tooLarge = invalidRequest(`${take}, more than there is memory; give a smaller size`)
  if (bytes > totalmem()) return Effect.fail(tooLarge)
  return Effect.try({ try: () => new Uint8Array(bytes), catch: () => tooLarge })
}

/**
 * All images of a list in memory: a byte a channel and pixel, 0.15 MB an image of 224 × 224. Fails as {@link
 * streamImages} does, where none is left, and where memory is too small.
 *
 * `options` say what is made of each image, by default nothing but 8 bits a channel of red, green and blue.
 */
export const readImages = Effect.fn("datasets.readImages")(function*(list: ImageList, options: ReadOptions = {}) {
  const at = new Uint32Array(list.paths.length), skipped: Array<Skipped> = []
  let data: Uint8Array | undefined, shape: ImageBatch["shape"] = [0, 0, 0], rows = 0, filled = 0, deep = 0
  yield* Stream.runForEach(streamImages(list, options), (batch) =>
    Effect.gen(function*() {
      skipped.push(...batch.skipped)
      deep += batch.deep
      if (batch.at.length === 0) return
      shape = batch.shape
      data ??= yield* allocate(list.paths.length, shape)
      data.set(batch.data, filled)
      at.set(batch.at, rows)
      filled += batch.data.length
      rows += batch.at.length
    }))
  if (data === undefined) {
    const [first] = skipped
    const why = first === undefined ? "" : Message.text`; the first, ${first.path}: ${first.problem}`
    return yield* invalidRequest(Message.text`none of ${list.paths.length} images can be read${why}`)
  }
  if (deep > 0) yield* note(`note: ${counted(deep, "image")} of more than 8 bits a channel brought to 8`)
  return { at: at.slice(0, rows), data: data.subarray(0, filled), rows, shape, skipped }
})
