/** Encoders that were fitted to a pool, as data: what is kept, so that new items become what the pool's became. */
import * as Message from "@marginalia/core/Message"
import { hashData } from "@marginalia/datasets/hash"
import { type InputShape, type Items, widthOf } from "@marginalia/datasets/items"
import type { Normalization } from "@marginalia/datasets/normalization"
import * as Effect from "effect/Effect"
import type { Encoder } from "./Encoder.ts"
import { EncoderError } from "./errors.ts"
import { type Pca, pcaEncoder } from "./pca.ts"
import { type Standardization, standardizeEncoder } from "./standardize.ts"

/** The items that an encoder was fitted to: their shape, and how their pixels were normalized. */
export interface FittedTo {
  readonly shape: InputShape
  /** How their pixels were normalized. Default not at all. */
  readonly normalization?: Normalization | undefined
}

/** What was learned from a pool, and what the pool was like. */
export type Fitted =
  & { readonly input: FittedTo }
  & (
    | { readonly kind: "pca"; readonly learned: Pca }
    | { readonly kind: "standardize"; readonly learned: Standardization }
  )

const text = (shape: InputShape): string => shape.length === 1 ? `${shape[0]} numbers` : shape.join(" × ")

/** Images of the shape, or vectors as wide: these are taken as they are. */
const isTaken = ({ shape }: FittedTo, items: Items): boolean => {
  if (items.shape.join() === shape.join()) return true
  const either = items.shape.length === 1 || shape.length === 1
  return either && widthOf(items) === shape.reduce((size, n) => size * n, 1)
}

const hint = ({ shape: [tall, wide] }: FittedTo): Message.Message =>
  tall === wide
    ? Message.text`; scale the images to that (${Message.setting("size", { value: tall })})`
    : "; give it items like those"

/** Pixels are normalized as those of the fit were; what white is, is the items' own. */
const normalized = ({ normalization }: FittedTo, items: Items): Items =>
  normalization === undefined || items.normalization === undefined
    ? items
    : { ...items, normalization: { ...normalization, scale: items.normalization.scale } }

const encoderOf = (fitted: Fitted): Encoder<Items> =>
  fitted.kind === "pca" ? pcaEncoder(fitted.learned) : standardizeEncoder(fitted.learned)

/**
 * A fitted encoder over whatever items: images of the shape that it was fitted to, normalized as these were, or vectors as
 * wide. Equal numbers have equal hashes, saved or not. Fails with `EncoderError`, reason `Unfit`, for items of another shape.
 */
export const fittedEncoder = (fitted: Fitted): Encoder<Items> => {
  const { input } = fitted, { batch, encode, hash, name } = encoderOf(fitted)
  const { normalization = "none", shape } = input
  return {
    name,
    batch,
    hash: hashData({ fitted: 1, hash, shape, normalization }),
    encode: (items) => {
      if (isTaken(input, items)) return encode(normalized(input, items))
      const problem = Message.text`it was fitted to items of ${text(input.shape)}, and these have ${text(items.shape)}${
        hint(input)
      }`
      const misfit = { problem, value: text(items.shape), expected: text(input.shape) }
      return Effect.fail(new EncoderError({ encoder: name, reason: { _tag: "Unfit", ...misfit } }))
    }
  }
}
