/**
 * Which candidate of greedy k-means++ is surely the best: a device tells about how far every row is from each, and kernels decide
 * where two candidates leave about as much.
 */
import * as Effect from "effect/Effect"
import { breathe } from "../kernels/engine.ts"
import { pointsOf } from "./assign.ts"
import type { Held } from "./held.ts"
import { absolute, relative, slackFor } from "./slack.ts"

/** A round's candidates, and what is known of the rows: D² (`squared`) and weight of each, and its number in the matrix. */
export interface Round {
  readonly cols: number
  /** The candidates, count × cols. */
  readonly exact: Float64Array
  /** By candidate, its place among the rows. */
  readonly chosen: ReadonlyArray<number>
  readonly rows: Uint32Array
  readonly weights: Float64Array
  readonly squared: Float64Array
  /** Written to: squared distances to the candidates, rows × count, less what a device may be off where numbers vanish. */
  readonly estimates: Float32Array
}

/**
 * The part of |x|² + |c|² by which {@link Round.estimates} may be too large. 2 |c| (|x| + |c|) is at most 3 of them; the fourth is for
 * their own rounding.
 */
export const epsilonOnDevice = (cols: number): number => 4 * relative(cols)

/** What rounding adds to sums of many rows in double precision, as a part of them. */
const SUMMED = 1e-8

/** What each candidate would leave, about, and by how much that, and what kernels find, may be off. */
const leaving = (round: Round, held: Held, values: Float32Array, reaches: Float64Array) => {
  const { chosen, cols, estimates, rows, squared, weights } = round, count = chosen.length
  const left = new Float64Array(count),
    off = new Float64Array(count),
    vanishing = 2 * absolute(cols),
    slackOf = slackFor(cols)
  return {
    left,
    off,
    add: (from: number, to: number): void => {
      for (let i = from; i < to; i++) {
        const nearest = squared[i]!
        // Nothing is nearer to a row that lies on a center.
        if (nearest === 0) continue
        const row = rows[i]!, length = held.lengths[row]!, weight = weights[i]!
        for (let j = 0; j < count; j++) {
          const square = length * length + 2 * values[row * count + j]!, reach = reaches[j]!
          estimates[i * count + j] = square - vanishing * (1 + length + reach)
          // Twice the slack of a value is that of a square; kernels multiply in single precision, too, and are off by less.
          const slack = 4 * slackOf(length, reach)
          left[j]! += weight * Math.max(0, Math.min(square, nearest))
          if (square - slack < nearest) off[j]! += weight * Math.min(slack, nearest)
        }
      }
    }
  }
}

/** Rows between two looks at the time. */
const PART = 4096

/** The best of the candidates, where no rounding can make another the best; equal rows are one candidate. */
const surely = (chosen: ReadonlyArray<number>, left: Float64Array, off: Float64Array): number | undefined => {
  let best = 0
  left.forEach((sum, j) => {
    if (sum < left[best]!) best = j
  })
  const row = chosen[best]!, most = left[best]! * (1 + SUMMED) + off[best]!
  const isBehind = (other: number, j: number) => other === row || left[j]! * (1 - SUMMED) - off[j]! > most
  return chosen.every(isBehind) ? chosen.indexOf(row) : undefined
}

/** The place of the best candidate among those of the round, with {@link Round.estimates} written; `undefined` where a device cannot tell. */
export const foresee = Effect.fnUntraced(function*(held: Held, round: Round) {
  const { chosen, cols, exact, rows } = round, count = chosen.length
  const points = pointsOf(exact, count, cols)
  const values = yield* held.rows.values(points)
  if (values === undefined) return undefined
  const reaches = Float64Array.from(chosen, (place) => held.lengths[rows[place]!]!)
  const { add, left, off } = leaving(round, held, values, reaches)
  for (let from = 0; from < rows.length; from += PART) {
    yield* breathe("typescript", 8 * PART * count)
    add(from, Math.min(rows.length, from + PART))
  }
  const best = surely(chosen, left, off)
  held.device.count("k-means++", { asked: 1, open: best === undefined ? 1 : 0 })
  return best
})
