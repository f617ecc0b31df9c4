/** What two views of an image may differ in, and which view is drawn. */
import * as Rng from "@marginalia/core/Rng"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"

const withDefault = <T, E>(schema: Schema.Codec<T, E>, value: E) =>
  schema.pipe(Schema.withDecodingDefaultKey(Effect.succeed(value)))

const between = (least: number, most: number) =>
  Schema.Finite.check(Schema.isGreaterThanOrEqualTo(least), Schema.isLessThanOrEqualTo(most))

/**
 * The augmentations of SimCLR on small images, without blur, as SUPClust's code has them: a crop of at least `area` of
 * the image, its aspect changed by 3/4 to 4/3, resized to the whole; a mirror; with probability `jitter` brightness,
 * contrast and saturation changed by a factor of 1 ± so much and the hue turned by ± `hue` of a full turn, in random
 * order; and with probability `gray` no color. Gray images have no saturation and no hue.
 */
export const Views = Schema.Struct({
  area: withDefault(between(0.001, 1), 0.2),
  flip: withDefault(Schema.Boolean, true),
  jitter: withDefault(between(0, 1), 0.8),
  brightness: withDefault(between(0, 1), 0.4),
  contrast: withDefault(between(0, 1), 0.4),
  saturation: withDefault(between(0, 1), 0.4),
  hue: withDefault(between(0, 0.5), 0.1),
  gray: withDefault(between(0, 1), 0.2)
})

/** See {@link Views}. */
export type Views = typeof Views.Type

/**
 * Views from an `input` that may leave out what has a default; by default of all. Throws a SchemaError that names what
 * is wrong.
 */
export const views = (input: typeof Views.Encoded = {}): Views => Schema.decodeSync(Views)(input)

/** The part of an image that is resized to the whole: rows `top` … `top` + `tall` − 1, and columns alike. */
export interface Crop {
  readonly top: number
  readonly left: number
  readonly tall: number
  readonly wide: number
}

/** What happens to colors. `order` is which of the 24 orders, see `orders`. */
export interface Jitter {
  readonly order: number
  readonly brightness: number
  readonly contrast: number
  readonly saturation: number
  readonly hue: number
}

/** One view. */
export interface View {
  readonly crop: Crop
  readonly flip: boolean
  readonly jitter: Jitter | undefined
  readonly gray: boolean
}

const ATTEMPTS = 10
const NARROW = 3 / 4
const BROAD = 4 / 3

/** Which number of the view's stream serves what; the crop's attempts take four numbers each before these. */
const at = {
  flip: 4 * ATTEMPTS,
  jitter: 41,
  order: 42,
  brightness: 43,
  contrast: 44,
  saturation: 45,
  hue: 46,
  gray: 47
}

/** The largest part in the middle with an aspect within bounds: what torchvision takes when no attempt fits. */
const middle = (tall: number, wide: number): Crop => {
  const h = wide / tall < NARROW ? Math.round(wide / NARROW) : tall
  const w = wide / tall > BROAD ? Math.round(tall * BROAD) : wide
  return { top: Math.floor((tall - h) / 2), left: Math.floor((wide - w) / 2), tall: h, wide: w }
}

/** torchvision's RandomResizedCrop: an area and a logarithm of the aspect, both uniform, until the part fits. */
const cropOf = (key: Rng.Key, tall: number, wide: number, area: number): Crop => {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const from = 4 * attempt
    const size = tall * wide * (area + (1 - area) * Rng.uniform(key, from))
    const aspect = NARROW * (BROAD / NARROW) ** Rng.uniform(key, from + 1)
    const w = Math.round(Math.sqrt(size * aspect)), h = Math.round(Math.sqrt(size / aspect))
    if (w < 1 || h < 1 || w > wide || h > tall) continue
    const top = Rng.integer(key, from + 2, tall - h + 1), left = Rng.integer(key, from + 3, wide - w + 1)
    return { top, left, tall: h, wide: w }
  }
  return middle(tall, wide)
}

const jitterOf = (key: Rng.Key, views: Views): Jitter => {
  const factor = (counter: number, by: number): number => 1 - by + 2 * by * Rng.uniform(key, counter)
  return {
    order: Rng.integer(key, at.order, 24),
    brightness: factor(at.brightness, views.brightness),
    contrast: factor(at.contrast, views.contrast),
    saturation: factor(at.saturation, views.saturation),
    hue: factor(at.hue, views.hue) - 1
  }
}

/** The view that a key draws of an image of `tall` × `wide` pixels. */
export const draw = (key: Rng.Key, tall: number, wide: number, views: Views): View => ({
  crop: cropOf(key, tall, wide, views.area),
  flip: views.flip && Rng.uniform(key, at.flip) < 0.5,
  jitter: Rng.uniform(key, at.jitter) < views.jitter ? jitterOf(key, views) : undefined,
  gray: Rng.uniform(key, at.gray) < views.gray
})

/** The key of an item's first or second view in an epoch, whatever batch it is in. */
export const keyOf = (key: Rng.Key, epoch: number, position: number, view: 0 | 1): Rng.Key =>
  Rng.derive(Rng.derive(Rng.derive(key, epoch), position), view)
