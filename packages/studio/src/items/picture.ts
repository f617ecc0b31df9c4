/**
 * Image files as a browser can show them.
 */
import type * as Message from "@marginalia/core/Message"
import * as Quote from "@marginalia/core/Quote"
import type { DatasetError } from "@marginalia/datasets/errors"
import { readImage } from "@marginalia/datasets/image/decode"
import { shallow, UnknownWhite } from "@marginalia/datasets/image/deep"
import { imageRule } from "@marginalia/datasets/image/options"
import { loadSharp, type Sharp } from "@marginalia/datasets/image/sharp"
import { allowedPixels } from "@marginalia/datasets/limits"
import * as Effect from "effect/Effect"
import type { FileSystem } from "effect/FileSystem"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import { ItemProblem, type Media } from "./item.ts"
import { browserType } from "./sniff.ts"

/** A file, read. */
export interface Picture {
  readonly id: string
  readonly path: string
  readonly bytes: Uint8Array
  /** The value that is white in images of more than 8 bits a channel. Default by its format. */
  readonly white: number | undefined
}

const needed = (id: string) =>
  Effect.mapError(
    loadSharp,
    (cause: DatasetError) => new ItemProblem({ id, reason: { _tag: "MissingPackage", cause } })
  )

const why = (cause: unknown): Message.Message =>
  cause instanceof UnknownWhite ? cause.says : `it cannot be shown (${Quote.thrown(cause)})`

const unreadable = (id: string) => (cause: unknown, problem: Message.Message = why(cause)): ItemProblem =>
  new ItemProblem({ id, reason: { _tag: "Unreadable", problem, cause } })

/** An image that is being made. */
export type Making = Effect.Effect<Media, ItemProblem, FileSystem>

/** A PNG file of an image that no browser knows, turned as the camera was held. */
const converted = Effect.fnUntraced(function*({ id, path, white }: Picture) {
  const sharp = yield* needed(id)
  const rule = yield* Effect.mapError(imageRule(white === undefined ? {} : { white }), (cause) => unreadable(id)(cause))
  const { data, tall: height, wide: width } = yield* Effect.mapError(
    readImage(sharp, path, rule),
    (cause) => unreadable(id)(cause, cause.reason._tag === "BadImage" ? cause.reason.problem : cause.says)
  )
  const bytes = yield* Effect.tryPromise({
    try: () => sharp(data, { raw: { width, height, channels: 3 } }).png({ compressionLevel: 3 }).toBuffer(),
    catch: unreadable(id)
  })
  return { type: "image/png", bytes } satisfies Media as Media
})

/** Whether the file says that it is to be turned, which browsers heed in JPEG alone. */
const isTurned = (sharp: Sharp, bytes: Uint8Array): Promise<boolean> =>
  sharp(bytes).metadata().then(({ orientation = 1 }) => orientation > 1, () => false)

/**
 * The image whole: its file where every browser shows it (JPEG, PNG, GIF, WebP), else a PNG file, made once by way of
 * `keep`. Fails with `ItemProblem` for what is no image, and where sharp is needed and not there.
 */
export const wholePicture = Effect.fnUntraced(function*(
  picture: Picture,
  keep: (make: Making) => Making
) {
  const type = browserType(picture.bytes)
  if (type === undefined) return yield* keep(converted(picture))
  const asItIs: Media = { type, bytes: picture.bytes }
  if (type !== "image/png" && type !== "image/webp") return asItIs
  const sharp = yield* Effect.option(loadSharp)
  if (Option.isNone(sharp)) return asItIs
  const turned = yield* Effect.promise(() => isTurned(sharp.value, picture.bytes))
  return turned ? yield* keep(converted(picture)) : asItIs
})

/** Of WebP, from 0 to 100. */
const QUALITY = 80

const shrink = async (sharp: Sharp, { bytes, white }: Picture, edge: number, limitInputPixels: number) => {
  const open = () => sharp(bytes, { failOn: "none", limitInputPixels })
  const image = await shallow(sharp, open, await open().metadata(), white)
  return image.autoOrient().resize({ width: edge, height: edge, fit: "inside", withoutEnlargement: true })
    .toColourspace("srgb").webp({ quality: QUALITY, smartSubsample: true }).toBuffer()
}

/**
 * The image within `edge` pixels, as WebP. Where sharp is not there, a file that browsers show is given as it is. Fails
 * with `ItemProblem`.
 */
export const smallPicture = Effect.fnUntraced(function*(picture: Picture, edge: number) {
  const type = browserType(picture.bytes)
  const most = yield* Effect.mapError(allowedPixels, (cause) => unreadable(picture.id)(cause))
  const found = yield* Effect.result(needed(picture.id))
  if (Result.isFailure(found)) {
    return type === undefined ? yield* found.failure : { type, bytes: picture.bytes } satisfies Media as Media
  }
  const bytes = yield* Effect.tryPromise({
    try: () => shrink(found.success, picture, edge, most),
    catch: unreadable(picture.id)
  })
  return { type: "image/webp", bytes } satisfies Media as Media
})
