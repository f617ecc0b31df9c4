/**
 * Stochastic passes (or a committee's members), a few thousand candidates at a time.
 */
import { type Frame, Kernels, type Matrix, Score, Sum } from "@marginalia/core"
import * as Effect from "effect/Effect"
import type { OfRow } from "./rows.ts"

/** What a block of candidates looks like: T matrices n × C in float64, and their mean. */
export interface Block {
  readonly rows: number
  readonly cols: number
  readonly passes: ReadonlyArray<Matrix.Matrix64>
  readonly mean: Matrix.Matrix64
}

/** Numbers a block holds, all passes together: two megabytes. */
const BLOCK = 2 ** 18

/** Elementary steps a number. */
const COST = 8

const gather = ({ cols, data }: Matrix.Matrix, positions: Uint32Array): Matrix.Matrix64 => {
  const rows = new Float64Array(positions.length * cols)
  positions.forEach((position, i) => {
    for (let c = 0; c < cols; c++) rows[i * cols + c] = data[position * cols + c]!
  })
  return { data: rows, rows: positions.length, cols }
}

/** The mean of some lists, index by index, whatever their order; of equal single-precision numbers exactly their value. */
export const meanOver = (lists: ReadonlyArray<Float64Array>): Float64Array => {
  const sums = Sum.across(lists)
  for (let i = 0; i < sums.length; i++) sums[i]! /= lists.length
  return sums
}

/** The mean over the passes. */
const meanOf = (passes: ReadonlyArray<Matrix.Matrix64>): Matrix.Matrix64 => ({
  ...passes[0]!,
  data: meanOver(passes.map((pass) => pass.data))
})

/** The block of the candidates at some positions. */
export const blockOf = (passes: ReadonlyArray<Matrix.Matrix>, positions: Uint32Array): Block => {
  const rows = passes.map((pass) => gather(pass, positions))
  return { rows: positions.length, cols: passes[0]!.cols, passes: rows, mean: meanOf(rows) }
}

/** A score from blocks of candidates: `of` gives a number for each row of a block. */
export const passScores = Effect.fnUntraced(function*<R>(
  frame: Frame.Frame<"passes">,
  of: (block: Block) => Effect.Effect<Float64Array, never, R>
) {
  const { candidates, passes } = frame
  const size = Math.max(1, Math.floor(BLOCK / (passes.length * passes[0]!.cols)))
  const values = new Float64Array(candidates.length)
  for (let from = 0; from < candidates.length; from += size) {
    const some = candidates.subarray(from, from + size)
    yield* Kernels.breathe(COST * some.length * passes.length * passes[0]!.cols)
    values.set(yield* of(blockOf(passes, some)), from)
  }
  return Score.scatter(frame, values)
})

/** A score of the mean over the passes, row by row. */
export const meanScores = (frame: Frame.Frame<"passes">, of: OfRow): Effect.Effect<Float64Array> =>
  passScores(
    frame,
    ({ cols, mean, rows }) =>
      Effect.sync(() => Float64Array.from({ length: rows }, (_, i) => of(mean.data, i * cols, cols)))
  )

/** The class that a row favors; ties go to the smaller class. */
export const favorite = (data: Float32Array | Float64Array, at: number, cols: number): number => {
  let best = 0
  for (let c = 1; c < cols; c++) if (data[at + c]! > data[at + best]!) best = c
  return best
}

/** The most that some passes can disagree, in nats: log T, and log C. */
export const mostNats = ({ cols, passes }: Block): number => Math.log(Math.min(cols, passes.length))

/** How many passes favor each class, for row `i` of a block (written into `votes`). */
export const votesOf = ({ cols, passes }: Block, i: number, votes: Uint32Array): Uint32Array => {
  votes.fill(0)
  for (const pass of passes) votes[favorite(pass.data, i * cols, cols)]! += 1
  return votes
}
