/**
 * From what `--encoder` says to an encoder over the items.
 */
import {
  type Encoder,
  fitPca,
  fitStandardize,
  flat,
  modelEncoder,
  pcaEncoder,
  raw,
  standardizeEncoder
} from "@marginalia/models/encoders"
import { type Items, loadModel } from "@marginalia/models/training"
import * as Effect from "effect/Effect"
import { note } from "../terminal/note.ts"
import type { EncoderSpec } from "./spec.ts"

/** An encoder, and whether what it computes is worth keeping. */
export interface Ready<B> {
  readonly encoder: Encoder.Encoder<B>
  readonly cached: boolean
  /** What `FILE.json` says of it. */
  readonly about: { readonly [key: string]: unknown }
}

type OfItems = Exclude<EncoderSpec, { readonly kind: "transformers" }>

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`

const pca = Effect.fnUntraced(function*(components: number, fit: Items) {
  const fitted = yield* fitPca(flat(fit), { components })
  const kept = fitted.share.reduce((sum, share) => sum + share, 0)
  yield* note(`pca: ${components} components hold ${percent(kept)} of the variance`)
  const about = { fittedTo: fit.rows, varianceKept: kept }
  return { encoder: pcaEncoder(fitted), cached: false, about } satisfies Ready<Items> as Ready<Items>
})

/** The encoder, fitted to `fit` where it is fitted at all. Lives as long as the scope. */
export const encoderOf = Effect.fn("encoderOf")(function*(spec: OfItems, fit: Items) {
  switch (spec.kind) {
    case "raw":
      return { encoder: raw, cached: false, about: {} } satisfies Ready<Items> as Ready<Items>
    case "standardize": {
      const encoder = standardizeEncoder(fitStandardize(flat(fit)))
      return { encoder, cached: false, about: { fittedTo: fit.rows } } satisfies Ready<Items> as Ready<Items>
    }
    case "pca":
      return yield* pca(spec.components, fit)
    case "model": {
      const encoder = yield* modelEncoder(yield* loadModel(spec.path))
      return { encoder, cached: true, about: { model: spec.path } } satisfies Ready<Items> as Ready<Items>
    }
  }
})
