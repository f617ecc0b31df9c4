/** What a model of one's own wants of its images, as data: what stands beside an ONNX file. */
import { grayByte, grayReal } from "@marginalia/datasets/image/gray"
import { type Items, widthOf } from "@marginalia/datasets/items"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { crop, type Levels, resize, type Shape } from "./resample.ts"

const withDefault = <T, E>(schema: Schema.Codec<T, E>, value: E) =>
  schema.pipe(Schema.withDecodingDefaultKey(Effect.succeed(value)))

const Side = Schema.Int.check(Schema.isGreaterThan(0))
const Size = Schema.Union([Side, Schema.Tuple([Side, Side])])
const Scale = Schema.Finite.check(Schema.isGreaterThan(0))

/**
 * From pixels to a tensor: resized (a number is the shorter side, two are height and width), the middle cropped,
 * (value / scale − mean) / std, laid out. Sizes, the place of the crop and, on bytes, the resized values are those of
 * torchvision's transforms on Pillow's images. And what comes out: which output, and how tokens become one vector.
 */
export const Preprocess = Schema.Struct({
  /** The tensor's name; the model's only input by default. */
  input: Schema.optionalKey(Schema.String),
  /** The output's name; the model's first by default. */
  output: Schema.optionalKey(Schema.String),
  layout: withDefault(Schema.Literals(["NCHW", "NHWC"]), "NCHW"),
  resize: Schema.optionalKey(Size),
  crop: Schema.optionalKey(Size),
  interpolation: withDefault(Schema.Literals(["bilinear", "bicubic"]), "bilinear"),
  /** What the model takes: gray images are repeated for 3, colors become gray by ITU-R 601 for 1, as in Pillow. */
  channels: withDefault(Schema.Literals([1, 3]), 3),
  /** 255 for bytes by default, else what the data set's normalization has, else 1. */
  scale: Schema.optionalKey(Scale),
  mean: withDefault(Schema.Array(Schema.Finite), [0]),
  std: withDefault(Schema.Array(Scale), [1]),
  /** For outputs of tokens or of places: the first of them, or their mean. */
  pooling: Schema.optionalKey(Schema.Literals(["cls", "mean"])),
  /** Images that go through the model at once. */
  batch: withDefault(Side, 32)
})

/** See {@link Preprocess}. */
export type Preprocess = typeof Preprocess.Type

/**
 * A description from an `input` that may leave out what has a default; by default of all. Throws a SchemaError that
 * names what is wrong.
 */
export const preprocess = (input: typeof Preprocess.Encoded = {}): Preprocess => Schema.decodeSync(Preprocess)(input)

/** A tensor's numbers and its shape. */
export interface Prepared {
  readonly data: Float32Array
  readonly dims: ReadonlyArray<number>
}

const isBytes = ({ data }: Items): boolean => data instanceof Uint8Array

const withChannels = (pixels: Float32Array, from: number, to: 1 | 3, levels: Levels): Float32Array => {
  if (from === to) return pixels
  const count = pixels.length / from, gray = levels === "bytes" ? grayByte : grayReal
  const out = new Float32Array(count * to)
  for (let i = 0; i < count; i++) {
    if (to === 3) out.fill(pixels[i * from]!, 3 * i, 3 * i + 3)
    else out[i] = gray(pixels[i * from]!, pixels[i * from + 1]!, pixels[i * from + 2]!)
  }
  return out
}

const resized = (tall: number, wide: number, size: Preprocess["resize"]): readonly [number, number] => {
  if (size === undefined) return [tall, wide]
  if (typeof size !== "number") return size
  const short = Math.min(tall, wide)
  return [Math.trunc(size * tall / short), Math.trunc(size * wide / short)]
}

/** The size of an image when it goes into the model. */
export const sizeOf = ({ crop, resize }: Preprocess, tall: number, wide: number): readonly [number, number] =>
  crop === undefined ? resized(tall, wide, resize) : typeof crop === "number" ? [crop, crop] : crop

const scaleOf = ({ scale }: Preprocess, items: Items): number =>
  scale ?? items.normalization?.scale ?? (isBytes(items) ? 255 : 1)

/** One image, sized, with the model's channels. */
const fitted = (
  spec: Preprocess,
  pixels: Float32Array,
  [tall, wide, channels]: Shape,
  levels: Levels
): Float32Array => {
  const shape: Shape = [tall, wide, spec.channels]
  const between = resized(tall, wide, spec.resize)
  const whole = resize(
    withChannels(pixels, channels, spec.channels, levels),
    shape,
    between,
    spec.interpolation,
    levels
  )
  return spec.crop === undefined ? whole : crop(whole, [...between, spec.channels], sizeOf(spec, tall, wide))
}

const at = (list: ReadonlyArray<number>, channel: number): number => list[list.length === 1 ? 0 : channel]!

/** Puts an image's normalized numbers where the layout has them. */
const place = (out: Float32Array, from: number, image: Float32Array, spec: Preprocess, scale: number): void => {
  const { channels, layout, mean, std } = spec, pixels = image.length / channels
  for (let i = 0; i < pixels; i++) {
    for (let c = 0; c < channels; c++) {
      const value = (image[i * channels + c]! / scale - at(mean, c)) / at(std, c)
      out[from + (layout === "NHWC" ? i * channels + c : c * pixels + i)] = value
    }
  }
}

/** Vectors go in as they are, but for scale, mean and std where they are given. */
const vectors = (spec: Preprocess, items: Items): Prepared => {
  const { data, rows } = items, width = widthOf(items), scale = spec.scale ?? 1
  const out = Float32Array.from(
    data,
    (value, i) => (value / scale - at(spec.mean, i % width)) / at(spec.std, i % width)
  )
  return { data: out, dims: [rows, width] }
}

/** What goes into the model for a batch of items. */
export const prepare = (spec: Preprocess, items: Items): Prepared => {
  const { data, rows, shape } = items
  if (shape.length === 1) return vectors(spec, items)
  const [tall, wide, channels] = shape, width = widthOf(items), scale = scaleOf(spec, items)
  const [toTall, toWide] = sizeOf(spec, tall, wide), size = toTall * toWide * spec.channels
  const out = new Float32Array(rows * size), levels = isBytes(items) ? "bytes" : "real"
  for (let row = 0; row < rows; row++) {
    const pixels = Float32Array.from(data.subarray(row * width, (row + 1) * width))
    place(out, row * size, fitted(spec, pixels, [tall, wide, channels], levels), spec, scale)
  }
  const image = spec.layout === "NHWC" ? [toTall, toWide, spec.channels] : [spec.channels, toTall, toWide]
  return { data: out, dims: [rows, ...image] }
}
