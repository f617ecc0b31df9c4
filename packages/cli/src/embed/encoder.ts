/**
 * From what `--encoder` says to an encoder over the items.
 */
import { note } from "@marginalia/core/Notices"
import {
  type Encoder,
  type EncoderError,
  fitPca,
  fitStandardize,
  type Fitted,
  fittedEncoder,
  flat,
  imageEncoder,
  loadFitted,
  modelEncoder,
  onnxEncoder,
  raw,
  readPreprocess,
  saveFitted,
  textEncoder
} from "@marginalia/models/encoders"
import { type Items, loadModel } from "@marginalia/models/training"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { Found } from "../items/read.ts"
import { checkFolder, replaceWhole } from "../train/save.ts"
import type { EmbedInput } from "./flags.ts"
import type { Ready } from "./ready.ts"
import { type Failure, type Needs, trainSimclr } from "./simclr.ts"
import type { EncoderSpec } from "./spec.ts"

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`

const ready = <B>(encoder: Encoder.Encoder<B>, cached: boolean, about: Ready<B>["about"]): Ready<B> => ({
  encoder,
  cached,
  about
})

/** A fitted encoder is always kept: without it, no new item could be embedded as these were. */
const kept = Effect.fnUntraced(function*(fitted: Fitted, to: string, about: Ready<Items>["about"]) {
  yield* replaceWhole(to, (made) => saveFitted(fitted, made))
  return ready(fittedEncoder(fitted), false, { ...about, saved: to })
})

const inputOf = ({ normalization, shape }: Items): Fitted["input"] => ({ shape, normalization })

const pca = Effect.fnUntraced(function*(components: number, fit: Items, to: string) {
  yield* checkFolder(to)
  const learned = yield* fitPca(flat(fit), { components })
  const share = learned.share.reduce((sum, share) => sum + share, 0)
  yield* note(`pca: ${components} components hold ${percent(share)} of the variance`)
  return yield* kept({ kind: "pca", learned, input: inputOf(fit) }, to, { fittedTo: fit.rows, varianceKept: share })
})

const standardize = Effect.fnUntraced(function*(fit: Items, to: string) {
  yield* checkFolder(to)
  const learned = fitStandardize(flat(fit))
  return yield* kept({ kind: "standardize", learned, input: inputOf(fit) }, to, { fittedTo: fit.rows })
})

const onnx = Effect.fnUntraced(function*(path: string, input: EmbedInput) {
  const preprocess = yield* readPreprocess(path, Option.getOrUndefined(input.preprocess))
  const pooling = Option.getOrUndefined(input.pooling), output = Option.getOrUndefined(input.output)
  const encoder = yield* onnxEncoder(path, { preprocess, pooling, output })
  return ready(encoder, true, { model: path, preprocess })
})

const transformersOptions = ({ pooling, remote }: EmbedInput) => ({ pooling: Option.getOrUndefined(pooling), remote })

/** The encoder of texts. Lives as long as the scope. */
export const encoderOfTexts = Effect.fnUntraced(function*(model: string, input: EmbedInput) {
  return ready(yield* textEncoder(model, transformersOptions(input)), true, { model })
})

/** The encoder, fitted to or trained on `found.fit` where that is its way, and kept in `to`. Lives as long as the scope. */
export const encoderOf = Effect.fn("encoderOf")(function*(
  spec: EncoderSpec,
  found: Found,
  input: EmbedInput,
  to: string
): Effect.fn.Return<Ready<Items>, EncoderError | Failure, Needs> {
  switch (spec.kind) {
    case "raw":
      return ready(raw, false, {})
    case "standardize":
      return yield* standardize(found.fit, to)
    case "pca":
      return yield* pca(spec.components, found.fit, to)
    case "simclr":
      return yield* trainSimclr(spec.options, found, input, to)
    case "model":
      return ready(yield* modelEncoder(yield* loadModel(spec.path)), true, { saved: spec.path })
    case "fitted":
      return ready(fittedEncoder(yield* loadFitted(spec.path)), false, { saved: spec.path })
    case "onnx":
      return yield* onnx(spec.path, input)
    case "transformers":
      return ready(yield* imageEncoder(spec.path, transformersOptions(input)), true, { model: spec.path })
  }
})
