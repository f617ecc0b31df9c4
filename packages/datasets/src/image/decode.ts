/** The bytes of an image file to pixels. */
import { Message } from "@marginalia/core"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import { DatasetError } from "../errors.ts"
import { allowedPixels } from "../limits.ts"
import { isDeep, shallow, UnknownWhite } from "./deep.ts"
import { grayBytes } from "./gray.ts"
import { coverOf, middleOf, type Size } from "./middle.ts"
import type { ImageRule } from "./options.ts"
import type { Sharp } from "./sharp.ts"

/** An image row by row from the top left, the channels of a pixel side by side. */
export interface Pixels {
  readonly data: Uint8Array
  readonly tall: number
  readonly wide: number
  /** Whether its file has more than a byte a channel. */
  readonly deep: boolean
}

const bad = (path: string, problem: Message.Message): DatasetError =>
  new DatasetError({ reason: { _tag: "BadImage", path, problem } })

/** What an image is scaled to, and the part of that which is kept; nothing where it stays as it is. */
const sizesOf = (
  { fit, shorter, size }: ImageRule,
  own: Size
): { readonly whole: Size; readonly part: Size } | undefined => {
  if (size === undefined) return undefined
  const whole = fit === "stretch" ? size : coverOf(own, shorter === undefined ? size : [shorter, shorter])
  return { whole, part: size }
}

const resized = (image: ReturnType<Sharp>, rule: ImageRule, own: Size): ReturnType<Sharp> => {
  const sizes = sizesOf(rule, own)
  if (sizes === undefined) return image
  const { part: [height, width], whole: [tall, wide] } = sizes
  const scaled = image.resize({ height: tall, width: wide, fit: "fill" })
  return scaled.extract({ left: middleOf(wide, width), top: middleOf(tall, height), width, height })
}

const decode = async (sharp: Sharp, bytes: Uint8Array, rule: ImageRule, most: number): Promise<Pixels> => {
  const [r, g, b] = rule.background
  const open = () => sharp(bytes, { failOn: "error", limitInputPixels: most })
  const found = await open().metadata(), { height, width } = found.autoOrient
  const image = await shallow(sharp, open, found, rule.white)
  const colored = image.autoOrient().flatten({ background: { r, g, b } }).toColourspace("srgb")
  const { data, info } = await resized(colored, rule, [height, width])
    .raw({ depth: "uchar" })
    .toBuffer({ resolveWithObject: true })
  const pixels = rule.channels === 1 ? grayBytes(data) : data
  return { data: pixels, tall: info.height, wide: info.width, deep: isDeep(found) }
}

const reasonOf = (cause: unknown): string =>
  String(cause instanceof Error ? cause.message : cause).trim().replaceAll(/\s*\n\s*/g, "; ").replace(/:$/, "")

/** What is wrong with an image; sharp's own words, but for its limit, of which they do not say how to raise it. */
const problemOf = (cause: unknown, bytes: Uint8Array, most: number): Message.Message => {
  if (cause instanceof UnknownWhite) return cause.says
  return /exceeds pixel limit/i.test(reasonOf(cause))
    ? `these ${bytes.length} bytes are an image of more than ${most} pixels; if that is right, set MARGINALIA_MAX_PIXELS=1e9`
    : `these ${bytes.length} bytes are no whole image (${reasonOf(cause)})`
}

const absent = "it is listed and not there"

/**
 * The pixels of an image file. Fails with {@link DatasetError}, reason `BadImage`, for a file that is not there, cannot
 * be read, is no image, was cut short, is corrupt where its format can tell, does not say what white is, or has more than 150 million pixels (`Limits`,
 * MARGINALIA_MAX_PIXELS).
 */
export const readImage = Effect.fnUntraced(function*(sharp: Sharp, path: string, rule: ImageRule) {
  const fs = yield* FileSystem.FileSystem
  const bytes = yield* Effect.mapError(
    fs.readFile(path),
    ({ message, reason }) => bad(path, reason._tag === "NotFound" ? absent : `this image cannot be read (${message})`)
  )
  if (bytes.length === 0) return yield* bad(path, "this image is an empty file")
  const most = yield* allowedPixels
  return yield* Effect.tryPromise({
    try: () => decode(sharp, bytes, rule, most),
    catch: (cause) => bad(path, problemOf(cause, bytes, most))
  })
})

/** The error for an image of another size than the first. */
export const uneven = (
  path: string,
  { tall, wide }: Pixels,
  [height, width]: readonly [number, number]
): DatasetError =>
  bad(
    path,
    Message
      .text`this image is ${tall} × ${wide} where the first is ${height} × ${width}, and no size is given to bring all to (${
      Message.setting("size", { value: 224 })
    })`
  )
