/**
 * Scores that look at one row of a matrix at a time.
 */
import { type Frame, Kernels, Matrix, Score } from "@marginalia/core"
import * as Effect from "effect/Effect"
import { inBlocks } from "./blocks.ts"

/** A number from the `cols` numbers that begin at index `at`. */
export type OfRow = (data: Float32Array | Float64Array, at: number, cols: number) => number

/** The score of each candidate's row, by position; NaN off the candidates. O(candidates · cols). */
export const rowScores = (
  frame: Frame.Base,
  { cols, data }: Matrix.Matrix | Matrix.Matrix64,
  of: OfRow
): Effect.Effect<Float64Array> =>
  Effect.suspend(() => {
    const { candidates } = frame
    const scores = new Float64Array(frame.size).fill(Number.NaN)
    const block = (from: number, to: number): void => {
      for (let i = from; i < to; i++) scores[candidates[i]!] = of(data, candidates[i]! * cols, cols)
    }
    return Effect.as(inBlocks(candidates.length, cols, block), scores)
  })

/** Elementary steps a number that is copied. */
const COPY = 2

/** The candidates' rows, without a copy when every item is a candidate. */
export const candidateRows = (frame: Frame.Base, matrix: Matrix.Matrix): Matrix.Matrix => {
  const { candidates } = frame
  return candidates.length === frame.size ? matrix : Matrix.take(matrix, candidates)
}

/** A score of all candidates' rows at once, given in candidate order. */
export const candidateScores = <R>(
  frame: Frame.Base,
  matrix: Matrix.Matrix,
  of: (rows: Matrix.Matrix) => Effect.Effect<Float64Array, never, R>
): Effect.Effect<Float64Array, never, R> =>
  Effect.flatMap(Effect.suspend(() => Kernels.breathe(COPY * (frame.size + matrix.data.length))), () =>
    Effect.map(
      of(candidateRows(frame, matrix)),
      (values) => frame.candidates.length === frame.size ? values : Score.scatter(frame, values)
    ))
