/**
 * From what `--encoder` says to an encoder over the items.
 */
import { note } from "@marginalia/core/Notices"
import {
  type Encoder,
  type EncoderError,
  fitPca,
  fitStandardize,
  flat,
  imageEncoder,
  modelEncoder,
  onnxEncoder,
  pcaEncoder,
  raw,
  readPreprocess,
  standardizeEncoder,
  textEncoder
} from "@marginalia/models/encoders"
import { type Items, loadModel } from "@marginalia/models/training"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { Found } from "../items/read.ts"
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

const pca = Effect.fnUntraced(function*(components: number, fit: Items) {
  const fitted = yield* fitPca(flat(fit), { components })
  const kept = fitted.share.reduce((sum, share) => sum + share, 0)
  yield* note(`pca: ${components} components hold ${percent(kept)} of the variance`)
  return ready(pcaEncoder(fitted), false, { fittedTo: fit.rows, varianceKept: kept })
})

const onnx = Effect.fnUntraced(function*(path: string, input: EmbedInput) {
  const preprocess = yield* readPreprocess(path, Option.getOrUndefined(input.preprocess))
  const encoder = yield* onnxEncoder(path, { preprocess, pooling: Option.getOrUndefined(input.pooling) })
  return ready(encoder, true, { model: path, preprocess })
})

const transformersOptions = ({ pooling, remote }: EmbedInput) => ({ pooling: Option.getOrUndefined(pooling), remote })

/** The encoder of texts. Lives as long as the scope. */
export const encoderOfTexts = Effect.fnUntraced(function*(model: string, input: EmbedInput) {
  return ready(yield* textEncoder(model, transformersOptions(input)), true, { model })
})

/** The encoder, fitted to or trained on `found.fit` where that is its way. Lives as long as the scope. */
export const encoderOf = Effect.fn("encoderOf")(function*(
  spec: EncoderSpec,
  found: Found,
  input: EmbedInput
): Effect.fn.Return<Ready<Items>, EncoderError | Failure, Needs> {
  switch (spec.kind) {
    case "raw":
      return ready(raw, false, {})
    case "standardize":
      return ready(standardizeEncoder(fitStandardize(flat(found.fit))), false, { fittedTo: found.fit.rows })
    case "pca":
      return yield* pca(spec.components, found.fit)
    case "simclr":
      return yield* trainSimclr(spec.options, found, input)
    case "model":
      return ready(yield* modelEncoder(yield* loadModel(spec.path)), true, { model: spec.path })
    case "onnx":
      return yield* onnx(spec.path, input)
    case "transformers":
      return ready(yield* imageEncoder(spec.path, transformersOptions(input)), true, { model: spec.path })
  }
})
