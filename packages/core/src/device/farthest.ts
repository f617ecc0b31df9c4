/**
 * About how far rows are from a new center, by a device: k-center keeps bounds, and measures only rows that may be the farthest.
 */
import * as Effect from "effect/Effect"
import { breathe } from "../kernels/engine.ts"
import type { Matrix } from "../Matrix.ts"
import { pointsOf } from "./assign.ts"
import type { Held } from "./held.ts"
import { downward, slackFor, upward } from "./slack.ts"

/** By row, two bounds of half the squared distance to the nearest center, in the frame. */
interface Bounds {
  readonly lows: Float32Array
  readonly highs: Float32Array
}

/** The row at a position as it stands in the frame. */
const standingAt = ({ frame: { factor, origin } }: Held, { cols, data }: Matrix, position: number): Float64Array =>
  Float64Array.from({ length: cols }, (_, j) => (data[position * cols + j]! - origin[j]!) * factor)

/** Lowers the bounds of rows (positions in the matrix) by the center at a position; where a device says nothing, to those of no knowledge. */
export const lowerHeld = Effect.fnUntraced(
  function*(held: Held, matrix: Matrix, rows: Uint32Array, position: number, { highs, lows }: Bounds) {
    const { cols } = matrix, points = pointsOf(standingAt(held, matrix, position), 1, cols), slackOf = slackFor(cols)
    const found = yield* held.rows.nearest(points)
    yield* breathe("typescript", 8 * rows.length)
    for (let i = 0; i < rows.length; i++) {
      const length = held.lengths[rows[i]!]!
      if (found === undefined) {
        // Anything from 0: the row is measured when it matters.
        lows[i] = 0
        continue
      }
      const square = length * length / 2 + found.first[rows[i]!]!, slack = slackOf(length, points.reach)
      lows[i] = Math.min(lows[i]!, Math.max(0, downward(square - slack)))
      highs[i] = Math.min(highs[i]!, upward(square + slack))
    }
  }
)
