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

/** Numbers a block holds, all passes together: half a megabyte. */
const BLOCK = 2 ** 16

/** Elementary steps a number: of the mean and of what a score makes of it. */
const COST = 16

/** Where block after block of at most so many numbers a pass is put: memory that is found once. */
interface Room {
  readonly passes: ReadonlyArray<Float64Array>
  readonly sums: Sum.Room
}

const roomFor = (passes: number, length: number): Room => ({
  passes: Array.from({ length: passes }, () => new Float64Array(length)),
  sums: Sum.room(length)
})

const gather = ({ cols, data }: Matrix.Matrix, positions: Uint32Array, room: Float64Array): Matrix.Matrix64 => {
  for (let i = 0; i < positions.length; i++) {
    const at = positions[i]! * cols
    for (let c = 0; c < cols; c++) room[i * cols + c] = data[at + c]!
  }
  return { data: room.subarray(0, positions.length * cols), rows: positions.length, cols }
}

/** The mean of some lists, index by index, whatever their order; of equal single-precision numbers exactly their value. */
export const meanOver = (lists: ReadonlyArray<Float64Array>, room?: Sum.Room): Float64Array => {
  const sums = Sum.across(lists, room)
  for (let i = 0; i < sums.length; i++) sums[i]! /= lists.length
  return sums
}

/** The mean over the passes. */
const meanOf = (passes: ReadonlyArray<Matrix.Matrix64>, room: Sum.Room): Matrix.Matrix64 => ({
  ...passes[0]!,
  data: meanOver(passes.map((pass) => pass.data), room)
})

/** The block of the candidates at some positions; it lies in `room`, where the last one lay. */
export const blockOf = (
  passes: ReadonlyArray<Matrix.Matrix>,
  positions: Uint32Array,
  room = roomFor(passes.length, positions.length * passes[0]!.cols)
): Block => {
  const rows = passes.map((pass, t) => gather(pass, positions, room.passes[t]!))
  return { rows: positions.length, cols: passes[0]!.cols, passes: rows, mean: meanOf(rows, room.sums) }
}

/** A score from blocks of candidates: `of` gives a number for each row of a block, which it may write over. */
export const passScores = Effect.fnUntraced(function*<R>(
  frame: Frame.Frame<"passes">,
  of: (block: Block) => Effect.Effect<Float64Array, never, R>
) {
  const { candidates, passes } = frame, { cols } = passes[0]!
  const size = Math.min(candidates.length, Math.max(1, Math.floor(BLOCK / (passes.length * cols))))
  const values = new Float64Array(candidates.length), room = roomFor(passes.length, size * cols)
  for (let from = 0; from < candidates.length; from += size) {
    const some = candidates.subarray(from, from + size)
    yield* Kernels.breathe(COST * some.length * passes.length * cols)
    values.set(yield* of(blockOf(passes, some, room)), from)
  }
  yield* Kernels.breathe(frame.size)
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

/** What passes say of the items at some positions: a row for each item and class, a column a pass. */
export const across = (passes: ReadonlyArray<Matrix.Matrix>, positions: Uint32Array): Matrix.Matrix => {
  const [classes, T] = [passes[0]!.cols, passes.length]
  const data = new Float32Array(positions.length * classes * T)
  passes.forEach((pass, t) => {
    positions.forEach((position, i) => {
      for (let c = 0; c < classes; c++) data[(i * classes + c) * T + t] = pass.data[position * classes + c]!
    })
  })
  return { data, rows: positions.length * classes, cols: T }
}
