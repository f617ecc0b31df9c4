/**
 * Scores that look at one row of a matrix at a time.
 */
import { type Frame, Kernels, type Matrix, Score } from "@marginalia/core"
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
const COPY = 4

/** Elementary steps an item of putting its score where it stands. */
const SCATTER = 4

/** The candidates' rows, without a copy when every item is a candidate. O(candidates · cols). */
export const candidateRows = (frame: Frame.Base, matrix: Matrix.Matrix): Effect.Effect<Matrix.Matrix> =>
  Effect.suspend(() => {
    const { candidates } = frame, { cols } = matrix
    if (candidates.length === frame.size) return Effect.succeed(matrix)
    const data = new Float32Array(candidates.length * cols)
    const block = (from: number, to: number): void => {
      for (let i = from; i < to; i++) {
        const at = candidates[i]! * cols
        for (let c = 0; c < cols; c++) data[i * cols + c] = matrix.data[at + c]!
      }
    }
    return Effect.as(inBlocks(candidates.length, COPY * cols, block), { ...matrix, data, rows: candidates.length })
  })

/** A score of all candidates' rows at once, given in candidate order. */
export const candidateScores = <R>(
  frame: Frame.Base,
  matrix: Matrix.Matrix,
  of: (rows: Matrix.Matrix) => Effect.Effect<Float64Array, never, R>
): Effect.Effect<Float64Array, never, R> =>
  Effect.flatMap(candidateRows(frame, matrix), of).pipe(
    Effect.tap(() => Kernels.breathe(SCATTER * frame.size)),
    Effect.map((values) => frame.candidates.length === frame.size ? values : Score.scatter(frame, values))
  )
