/** How images of all sizes become images of one. */
import * as Effect from "effect/Effect"
import { type DatasetError, invalidRequest } from "../errors.ts"

/** What is made of each image. Orientation marks of cameras are followed, and colors become sRGB, 8 bits a channel. */
export interface ImageOptions {
  /**
   * The pixels of the result: a side, or height and width. By default the first image's own, which all the others must
   * then have.
   */
  readonly size?: number | readonly [tall: number, wide: number]
  /**
   * `crop` (default): scaled until it covers the size, its shorter side just so, and the middle cut out (what is left over
   * is halved and rounded to even, as torchvision does); `stretch`: scaled to the size, whatever becomes of its proportions.
   */
  readonly fit?: "crop" | "stretch"
  /** With `crop`: scaled until the shorter side has so many pixels first, at least the size (256 before 224, say). */
  readonly shorter?: number
  /** 3 (default): red, green, blue, gray images repeated; 1: gray, by ITU-R 601 as in Pillow. */
  readonly channels?: 1 | 3
  /**
   * The value that is white, for images of 16 or 32 bits a channel and of real numbers: 4095 for 12 bits in 16. By default
   * the largest that there is, 1 for real numbers; images of which that makes no sense are refused. Bytes always end at 255.
   */
  readonly white?: number
  /** What shines through transparent pixels; white by default. */
  readonly background?: readonly [red: number, green: number, blue: number]
}

/** The options, checked and filled in. */
export interface ImageRule {
  readonly size: readonly [tall: number, wide: number] | undefined
  readonly fit: "crop" | "stretch"
  readonly shorter: number | undefined
  readonly channels: 1 | 3
  readonly white: number | undefined
  readonly background: readonly [red: number, green: number, blue: number]
}

const isSide = (n: number): boolean => Number.isInteger(n) && n >= 1 && n <= 16_384

type Wrong = readonly [setting: string, value: unknown, problem: string, expected: string]

const problemOf = ({ fit, shorter, size, white }: ImageRule): Wrong | undefined => {
  if (white !== undefined && !(white > 0 && white < Infinity)) {
    return ["white", white, `white is ${white}; give a number above 0`, "a number above 0"]
  }
  if (size !== undefined && !size.every(isSide)) {
    const expected = "whole numbers from 1 to 16384"
    return ["size", size, `images of ${size.join(" × ")} pixels cannot be made; give ${expected}`, expected]
  }
  if (shorter === undefined) return undefined
  if (size === undefined || fit === "stretch") {
    return [
      "shorter",
      shorter,
      "a shorter side is for images that are cropped to a size; give both",
      "a size beside it"
    ]
  }
  return isSide(shorter) && shorter >= Math.max(...size)
    ? undefined
    : [
      "shorter",
      shorter,
      `a shorter side of ${shorter} pixels is less than the ${size.join(" × ")} to be cut out of it`,
      `a whole number from ${Math.max(...size)} to 16384`
    ]
}

/** The options as a rule. Fails with {@link DatasetError} for sizes that make no sense. */
export const imageRule = (options: ImageOptions): Effect.Effect<ImageRule, DatasetError> => {
  const { background = [255, 255, 255], channels = 3, fit = "crop", shorter, size, white } = options
  const side = typeof size === "number" ? [size, size] as const : size
  const rule = { size: side, fit, shorter, channels, white, background }
  const wrong = problemOf(rule)
  if (wrong === undefined) return Effect.succeed(rule)
  const [setting, value, problem, expected] = wrong
  return Effect.fail(invalidRequest(problem, { fault: "Value", setting, value, expected }))
}
