/**
 * Principal components of whatever images there are: what serves where no network is.
 */
import * as Rng from "@marginalia/core/Rng"
import { hashData } from "@marginalia/datasets/hash"
import type { Items as Batch } from "@marginalia/datasets/items"
import {
  applyPca,
  type Encoder,
  EncoderError,
  fitPca,
  type Fitted,
  fittedEncoder,
  flat,
  saveFitted,
  type Source
} from "@marginalia/models/encoders"
import * as Effect from "effect/Effect"
import type { Kept } from "./setting.ts"

/** Components at most. */
export const COMPONENTS = 64

/** Items that the components are found on: wide ones take longer. */
const sampleOf = (width: number): number => width > 1024 ? 2000 : 5000

const VERSION = 1

/** A source whose items can also be read here and there. */
export interface Sampled<E, R> extends Source.Source<Batch, E, R> {
  /** The items at ascending positions. */
  readonly readAt: (at: Uint32Array) => Effect.Effect<Batch, E, R>
}

/**
 * The encoder that gives a source's first 64 principal components, found on a sample that `seed` draws, when the first batch is
 * asked for: where all vectors are in the cache, nothing is read. Items of 64 numbers and fewer stay as they are.
 *
 * `width` is how many numbers an item has. `keep` writes what was found into a folder.
 */
export const poolPca = Effect.fn("studio.poolPca")(function*<E extends { readonly message: string }, R>(
  source: Sampled<E, R>,
  { seed, width }: { readonly seed: number; readonly width: number }
) {
  const hash = hashData({ pca: VERSION, of: yield* source.hash, seed, components: COMPONENTS })
  const components = Math.min(COMPONENTS, width, source.rows - 1)
  const context = yield* Effect.context<R>()
  const fit = Effect.gen(function*() {
    const all = Uint32Array.from({ length: source.rows }, (_, i) => i)
    const at = Rng.subset(Rng.derive(Rng.fromSeed(seed), "studio pca"), all, sampleOf(width))
    const items = yield* source.readAt(at), sample = flat(items)
    const learned = yield* fitPca(sample, { components: Math.min(components, sample.rows - 1) })
    const input = { shape: items.shape, normalization: items.normalization }
    return { kind: "pca", input, learned } satisfies Fitted as Fitted & { readonly kind: "pca" }
  }).pipe(
    Effect.provide(context),
    Effect.mapError((cause) =>
      cause instanceof EncoderError
        ? cause
        : new EncoderError({ encoder: "pca", reason: { _tag: "Refused", problem: cause.message, cause } })
    )
  )
  const fitted = yield* Effect.cached(fit)
  const asIs = width <= COMPONENTS || components < 1
  const encoder: Encoder.Encoder<Batch> = {
    name: asIs ? "raw" : `pca(${components})`,
    hash: asIs ? hashData({ raw: VERSION }) : hash,
    batch: 1024,
    encode: (items) =>
      asIs
        ? Effect.sync(() => flat(items))
        : Effect.flatMap(fitted, ({ learned }) => applyPca(learned, flat(items)))
  }
  const keep = Effect.fnUntraced(function*(folder: string) {
    if (asIs) return { how: "given", text: "raw", hash: encoder.hash } satisfies Kept as Kept
    const all = yield* fitted
    yield* saveFitted(all, folder)
    return { how: "fitted", text: encoder.name, hash: fittedEncoder(all).hash } satisfies Kept as Kept
  })
  return { encoder, keep }
})
