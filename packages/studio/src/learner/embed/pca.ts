/**
 * Principal components of whatever images there are: what serves where no network is.
 */
import * as Matrix from "@marginalia/core/Matrix"
import * as Rng from "@marginalia/core/Rng"
import { hashData } from "@marginalia/datasets/hash"
import type { Items as Batch } from "@marginalia/datasets/items"
import { applyPca, type Encoder, EncoderError, fitPca, flat, type Source } from "@marginalia/models/encoders"
import * as Effect from "effect/Effect"

/** Components at most. */
export const COMPONENTS = 64

/** Items that the components are found on: wide ones take longer. */
const sampleOf = (width: number): number => width > 1024 ? 2000 : 5000

const VERSION = 1

/** Rows of a source at ascending positions, as vectors. */
const rowsAt = Effect.fnUntraced(function*<E, R>(source: Source.Source<Batch, E, R>, at: Uint32Array, step: number) {
  const parts: Array<Matrix.Matrix> = []
  for (let from = 0; from < source.rows; from += step) {
    const to = Math.min(source.rows, from + step)
    const here = at.filter((position) => position >= from && position < to)
    if (here.length > 0) {
      parts.push(Matrix.take(flat(yield* source.read(from, to)), here.map((position) => position - from)))
    }
  }
  const cols = parts[0]?.cols ?? 0, data = new Float32Array(at.length * cols)
  let filled = 0
  for (const part of parts) {
    data.set(part.data, filled)
    filled += part.data.length
  }
  return Matrix.make(data, at.length, cols)
})

/**
 * The encoder that gives a source's first 64 principal components, found on a sample that `seed` draws, when the first batch is
 * asked for: where all vectors are in the cache, nothing is read. Items of 64 numbers and fewer stay as they are.
 *
 * `width` is how many numbers an item has.
 */
export const poolPca = Effect.fn("studio.poolPca")(function*<E extends { readonly message: string }, R>(
  source: Source.Source<Batch, E, R>,
  { seed, width }: { readonly seed: number; readonly width: number }
) {
  const hash = hashData({ pca: VERSION, of: yield* source.hash, seed, components: COMPONENTS })
  const components = Math.min(COMPONENTS, width, source.rows - 1)
  const context = yield* Effect.context<R>()
  const fit = Effect.gen(function*() {
    const all = Uint32Array.from({ length: source.rows }, (_, i) => i)
    const at = Rng.subset(Rng.derive(Rng.fromSeed(seed), "studio pca"), all, sampleOf(width))
    const sample = yield* rowsAt(source, at, 256)
    return yield* fitPca(sample, { components: Math.min(components, sample.rows - 1) })
  }).pipe(
    Effect.provide(context),
    Effect.mapError((cause) =>
      cause instanceof EncoderError
        ? cause
        : new EncoderError({ encoder: "pca", reason: { _tag: "Unfit", problem: cause.message } })
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
        : Effect.flatMap(fitted, (pca) => applyPca(pca, flat(items)))
  }
  return encoder
})
