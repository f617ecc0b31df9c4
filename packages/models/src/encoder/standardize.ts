/** Columns brought to mean 0 and variance 1, as a pool has them. */
import type * as Matrix from "@marginalia/core/Matrix"
import { hashData } from "@marginalia/datasets/hash"
import type { Items } from "@marginalia/datasets/items"
import * as Effect from "effect/Effect"
import { means } from "./covariance.ts"
import type { Encoder } from "./Encoder.ts"
import { EncoderError } from "./errors.ts"
import { flat } from "./matrix.ts"
import { forEachBlock, heightOf, ofMatrix, type Rows } from "./rows.ts"

/** What was learned from a pool: each column's mean, and its standard deviation (over N), 0 for a constant one. */
export interface Standardization {
  readonly mean: Float64Array
  readonly deviation: Float64Array
}

/**
 * Mean and deviation of each column of rows that are read a few at a time, in two passes of double precision; 0 for a column of
 * equal numbers. In blocks with a yield between. O(N d).
 */
export const fitStandardizeOf = Effect.fn("fitStandardize")(function*(pool: Rows) {
  const { cols, offset, rows } = pool, mean = yield* means(pool), squares = new Float64Array(cols)
  yield* forEachBlock(pool, heightOf(pool), (data) => {
    for (let at = 0; at < data.length; at += cols) {
      for (let j = 0; j < cols; j++) squares[j]! += (data[at + j]! - mean[j]!) ** 2
    }
  })
  // The sum of equal numbers in single precision is exact, so a constant column has exactly its mean.
  return {
    mean: mean.map((x, j) => x + (offset?.[j] ?? 0)),
    deviation: squares.map((sum) => Math.sqrt(sum / rows))
  } satisfies Standardization as Standardization
})

/**
 * Mean and deviation of each column of a `pool`, in two passes of double precision; 0 for a column of equal numbers.
 * O(N d).
 */
export const fitStandardize = (pool: Matrix.Matrix): Standardization => Effect.runSync(fitStandardizeOf(ofMatrix(pool)))

/**
 * The `items` as the standardization has them: (value − mean) / deviation, column by column; 0 in columns that were
 * constant in the fit. O(N d).
 */
export const applyStandardize = ({ deviation, mean }: Standardization, items: Matrix.Matrix): Matrix.Matrix => {
  const { cols, data, offset, rows } = items, out = new Float32Array(data.length)
  const middle = offset === undefined ? mean : mean.map((x, j) => x - offset[j]!)
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < cols; j++) {
      const at = i * cols + j
      out[at] = deviation[j] === 0 ? 0 : (data[at]! - middle[j]!) / deviation[j]!
    }
  }
  return { data: out, rows, cols }
}

/** The standardization that was `fitted` as an encoder: of pixels, or of vectors. */
export const standardizeEncoder = (fitted: Standardization): Encoder<Items> => ({
  name: "standardize",
  hash: hashData({ standardize: 1, ...fitted }),
  batch: 4096,
  encode: (items) =>
    Effect.suspend(() => {
      const matrix = flat(items), wanted = fitted.mean.length
      if (matrix.cols === wanted) return Effect.succeed(applyStandardize(fitted, matrix))
      const problem = `items of ${matrix.cols} numbers, and it was fitted to ${wanted}`
      const reason = { _tag: "Unfit", problem, value: matrix.cols, expected: wanted } as const
      return Effect.fail(new EncoderError({ encoder: "standardize", reason }))
    })
})
