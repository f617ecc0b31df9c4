/** The bytes of an image file to pixels. */
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import { DatasetError } from "../errors.ts"
import type { ImageRule } from "./options.ts"
import type { Sharp } from "./sharp.ts"

/** An image row by row from the top left, the channels of a pixel side by side. */
export interface Pixels {
  readonly data: Uint8Array
  readonly tall: number
  readonly wide: number
}

const bad = (path: string, problem: string): DatasetError =>
  new DatasetError({ reason: { _tag: "BadImage", path, problem } })

const resized = (image: ReturnType<Sharp>, { fit, shorter, size }: ImageRule): ReturnType<Sharp> => {
  if (size === undefined) return image
  const [height, width] = size
  if (shorter === undefined) return image.resize({ height, width, fit: fit === "crop" ? "cover" : "fill" })
  const left = (shorter - width) >> 1, top = (shorter - height) >> 1
  return image.resize({ height: shorter, width: shorter, fit: "cover" }).extract({ left, top, width, height })
}

const decode = async (sharp: Sharp, bytes: Uint8Array, rule: ImageRule): Promise<Pixels> => {
  const [r, g, b] = rule.background
  const upright = sharp(bytes, { failOn: "error" }).autoOrient().flatten({ background: { r, g, b } })
  const colored = rule.channels === 1 ? upright.grayscale().toColourspace("b-w") : upright.toColourspace("srgb")
  const { data, info } = await resized(colored, rule).raw({ depth: "uchar" }).toBuffer({ resolveWithObject: true })
  return { data, tall: info.height, wide: info.width }
}

const reasonOf = (cause: unknown): string =>
  String(cause instanceof Error ? cause.message : cause).trim().replaceAll(/\s*\n\s*/g, "; ").replace(/:$/, "")

const absent = "it is listed and not there"

/**
 * The pixels of an image file. Fails with {@link DatasetError}, reason `BadImage`, for a file that is not there, cannot
 * be read, is no image, was cut short, or is corrupt where its format can tell.
 */
export const readImage = Effect.fnUntraced(function*(sharp: Sharp, path: string, rule: ImageRule) {
  const fs = yield* FileSystem.FileSystem
  const bytes = yield* Effect.mapError(
    fs.readFile(path),
    ({ message, reason }) => bad(path, reason._tag === "NotFound" ? absent : `this image cannot be read (${message})`)
  )
  if (bytes.length === 0) return yield* bad(path, "this image is an empty file")
  return yield* Effect.tryPromise({
    try: () => decode(sharp, bytes, rule),
    catch: (cause) => bad(path, `these ${bytes.length} bytes are no whole image (${reasonOf(cause)})`)
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
    `this image is ${tall} × ${wide} where the first is ${height} × ${width}, and no size is given to bring all to`
  )
