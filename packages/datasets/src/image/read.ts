/** All images of a list: in memory, or in a file where they are too many for that. */
import * as Message from "@marginalia/core/Message"
import { note } from "@marginalia/core/Notices"
import { bytes as inBytes, counted } from "@marginalia/core/Words"
import * as Effect from "effect/Effect"
import type * as FileSystem from "effect/FileSystem"
import type * as Path from "effect/Path"
import * as Stream from "effect/Stream"
import { totalmem } from "node:os"
import { type DatasetError, invalidRequest } from "../errors.ts"
import type { AnyItems, Items } from "../items.ts"
import { allowedHeld } from "../limits.ts"
import type { ScratchScope } from "../scratch-scope.ts"
import { scratch } from "../scratch.ts"
import { type ImageBatch, type ImageList, type ReadOptions, type Skipped, streamImages } from "./stream.ts"

type Shape = ImageBatch["shape"]

const sizeOf = ([tall, wide, channels]: Shape): number => tall * wide * channels

const described = (images: number, shape: Shape): string => `${counted(images, "image")} of ${shape.join(" × ")} bytes`

/** Where images go one after the other, and what they are when all are there. */
interface Place<I> {
  readonly put: (data: Uint8Array) => Effect.Effect<void, DatasetError>
  readonly items: (rows: number) => I
}

/** Room in memory for so many images. More than the machine has is refused at once, before the system ends the program. */
const inMemory = (images: number, shape: Shape): Effect.Effect<Place<Items>, DatasetError> => {
  const bytes = images * sizeOf(shape)
  const problem = `${described(images, shape)} take ${inBytes(bytes)}, more than there is memory; give a smaller size`
  const tooLarge = invalidRequest(problem, { fault: "TooLarge", bytes, free: totalmem() })
  if (bytes > totalmem()) return Effect.fail(tooLarge)
  return Effect.map(Effect.try({ try: () => new Uint8Array(bytes), catch: () => tooLarge }), (data) => {
    let filled = 0
    return {
      put: (more) =>
        Effect.sync(() => {
          data.set(more, filled)
          filled += more.length
        }),
      items: (rows) => ({ data: data.subarray(0, filled), rows, shape })
    }
  })
}

/** Room in memory, or in a file where that would be too much of it, which is said. */
const anywhere = Effect.fnUntraced(function*(images: number, shape: Shape) {
  const width = sizeOf(shape), bytes = images * width
  if (bytes <= (yield* allowedHeld)) return yield* inMemory(images, shape)
  const { append, folder, read } = yield* scratch(bytes, described(images, shape))
  yield* note(
    `${described(images, shape)} take ${inBytes(bytes)}: they lie in a file in ${folder} while they are worked on`
  )
  const place: Place<AnyItems> = {
    put: append,
    items: (rows) => ({ rows, shape, read: (from, to) => read(from * width, (to - from) * width) })
  }
  return place
})

/** Puts every image of a list where `place` has room for it. */
const put = Effect.fnUntraced(function*<I, R>(
  list: ImageList,
  options: ReadOptions,
  place: (images: number, shape: Shape) => Effect.Effect<Place<I>, DatasetError, R>
) {
  const at = new Uint32Array(list.paths.length), skipped: Array<Skipped> = []
  let to: Place<I> | undefined, rows = 0, deep = 0
  yield* Stream.runForEach(streamImages(list, options), (batch) =>
    Effect.gen(function*() {
      skipped.push(...batch.skipped)
      deep += batch.deep
      if (batch.at.length === 0) return
      to ??= yield* place(list.paths.length, batch.shape)
      yield* to.put(batch.data)
      at.set(batch.at, rows)
      rows += batch.at.length
    }))
  if (to === undefined) {
    const [first] = skipped
    const why = first === undefined ? "" : Message.text`; the first, ${first.path}: ${first.problem}`
    return yield* invalidRequest(Message.text`none of ${list.paths.length} images can be read${why}`, {
      fault: "NoImage",
      images: list.paths.length
    })
  }
  if (deep > 0) yield* note(`note: ${counted(deep, "image")} of more than 8 bits a channel brought to 8`)
  return { at: at.slice(0, rows), items: to.items(rows), skipped }
})

/**
 * All images of a list in memory: a byte a channel and pixel, 0.15 MB an image of 224 × 224. Fails with {@link
 * DatasetError} as {@link streamImages} does, where none is left, and where memory is too small.
 *
 * `options` say what is made of each image, by default nothing but 8 bits a channel of red, green and blue.
 */
export const readImages = Effect.fn("datasets.readImages")(function*(list: ImageList, options: ReadOptions = {}) {
  const { at, items: { data, rows, shape }, skipped } = yield* put(list, options, inMemory)
  return { at, data: data as Uint8Array, rows, shape: shape as Shape, skipped }
})

/** What opened images work with; `withScratch` gives the scope of the file that they may lie in. */
export type OpenNeeds = FileSystem.FileSystem | Path.Path | ScratchScope

/** The images of a list that could be read. */
export interface OpenedImages {
  /** Where they stand in the list. */
  readonly at: Uint32Array
  /** A byte a channel and pixel, without a normalization. */
  readonly items: AnyItems
  /** Those that were left out, with `skipBad`. */
  readonly skipped: ReadonlyArray<Skipped>
}

/**
 * All images of a list, as {@link readImages} reads them, and never more than 256 MB of them in memory (`Limits`,
 * MARGINALIA_MAX_HELD): of more, each is decoded once into a file in the cache's folder, which is gone when the scope closes.
 * Fails as that does, and where the disk has no room.
 *
 * `options` say what is made of each image, by default nothing but 8 bits a channel of red, green and blue.
 */
export const openImages = (
  list: ImageList,
  options: ReadOptions = {}
): Effect.Effect<OpenedImages, DatasetError, OpenNeeds> =>
  Effect.withSpan(put(list, options, anywhere), "datasets.openImages")
