/** Embeddings that are numbers already: a given matrix, raw pixels; and rows of length one. */
import { Embedder } from "@marginalia/core"
import * as Kernels from "@marginalia/core/Kernels"
import type * as Matrix from "@marginalia/core/Matrix"
import { type AnyItems, gather, type Items, numbersOf, range, widthOf } from "@marginalia/datasets/items"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { Encoder } from "./Encoder.ts"

/** A matrix of one's own as core's `Embedder`. */
export const given = (matrix: Matrix.Matrix): Layer.Layer<Embedder> =>
  Layer.succeed(Embedder, { embedding: Effect.succeed(matrix) })

/**
 * Items as rows: normalized as networks see them where a normalization is known, else bytes divided by 255 and other
 * numbers as they are. Shares memory where nothing changes; items in a file are all read into it.
 */
export const flat = (items: AnyItems): Matrix.Matrix => {
  const { normalization, rows } = items, cols = widthOf(items)
  if (normalization !== undefined) return { data: gather(items, range(0, rows)), rows, cols }
  const data = numbersOf(items, 0, rows)
  return { data: data instanceof Uint8Array ? Float32Array.from(data, (byte) => byte / 255) : data, rows, cols }
}

/** No encoder at all: the numbers themselves, see {@link flat}. */
export const raw: Encoder<Items> = {
  name: "raw",
  hash: "raw/1",
  batch: 1024,
  encode: (items) => Effect.sync(() => flat(items))
}

/** Rows divided by their length, and the positions of those that have none and stay zero. May write over `matrix`. */
export const unitRows = (matrix: Matrix.Matrix) => Kernels.Kernels.use((kernels) => kernels.normalizeRows(matrix, true))
