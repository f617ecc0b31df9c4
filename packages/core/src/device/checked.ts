/**
 * A look at a few of the numbers that a device gives, each time: one that is farther off than single precision may be, by a driver or
 * a compiler that is wrong, is asked no more. What is looked at changes from one answer to the next.
 */
import * as Effect from "effect/Effect"
import type { Matrix } from "../Matrix.ts"
import { type Device, type DeviceRows, type Masks, type Points, type Span, WORD, wordsOf } from "./device.ts"
import { slackFor } from "./slack.ts"

/** Rows that are looked at of each answer. */
const LOOKS = 24

/** The golden ratio's part beyond 1: multiples of it are spread evenly. */
const SPREAD = 0.6180339887498949

/** A value as it is, and how far a device may be off. */
export interface Truth {
  readonly value: number
  readonly slack: number
}

/** Rows that values are of: row by row, `halves` their half squares. */
export interface Numbers {
  readonly data: Float32Array
  readonly halves: Float32Array
}

/** |y|²/2 − x·y of row i of `x` and row j of `y`. */
export const truthOf = (x: Matrix, i: number, y: Numbers, j: number): Truth => {
  const { cols, data } = x
  let own = 0, other = 0, product = 0
  for (let p = 0; p < cols; p++) {
    const a = data[i * cols + p]!, b = y.data[j * cols + p]!
    own += a * a
    other += b * b
    product += a * b
  }
  return { value: y.halves[j]! - product, slack: slackFor(cols)(Math.sqrt(own), Math.sqrt(other)) }
}

/** Whether a number that a device gave may be that. */
export const isNear = (found: number, { slack, value }: Truth): boolean => Math.abs(found - value) <= slack

/** Whether a number is no more than that, as far as a device can tell: `false` for none at all. */
const isAtMost = (found: number, { slack, value }: Truth): boolean => found <= value + slack

/** Places in a span, `salt` and `n` say which. */
const placeIn = ({ from, to }: Span, salt: number, n: number): number =>
  from + Math.floor((to - from) * ((salt * LOOKS + n) * SPREAD % 1))

const bitAt = (words: Uint32Array, row: number, width: number, place: number): boolean =>
  (words[row * width + Math.floor(place / WORD)]! >>> place % WORD & 1) === 1

/** Whether bits are those of a value, where it is not too near to a limit for a device to tell. */
const areRight = ({ slack, value }: Truth, limit: number, bit: boolean): boolean =>
  Math.abs(value - limit) <= slack || bit === value <= limit

/** Rows on a device whose answers are looked at; one that is wrong is none, and `refuse` is told. */
export const checked = (rows: DeviceRows, x: Matrix, halves: Float32Array, refuse: Device["refuse"]): DeviceRows => {
  let salt = 0
  const own: Numbers = { data: x.data, halves }, all: Span = { from: 0, to: x.rows }
  const look = <A>(what: string, answer: A | undefined, isRight: (answer: A, n: number) => boolean): A | undefined => {
    if (answer === undefined) return undefined
    salt++
    for (let n = 0; n < LOOKS; n++) {
      if (isRight(answer, n)) continue
      refuse(`its ${what} are wrong`)
      return undefined
    }
    return answer
  }
  const other = (points: Points, n: number): number => placeIn({ from: 0, to: points.count }, salt + 1, n)
  return {
    nearest: (points) =>
      Effect.map(rows.nearest(points), (found) =>
        look("nearest points", found, ({ best, first, second }, n) => {
          const i = placeIn(all, salt, n), j = other(points, n), own = best[i]!
          if (!(own < points.count) || !isNear(first[i]!, truthOf(x, i, points, own))) return false
          return j === own || isAtMost(second[i]!, truthOf(x, i, points, j))
        })),
    values: (points) =>
      Effect.map(rows.values(points), (found) =>
        look("values", found, (values, n) => {
          const i = placeIn(all, salt, n), j = other(points, n)
          return isNear(values[i * points.count + j]!, truthOf(x, i, points, j))
        })),
    least: (span, among) =>
      Effect.map(rows.least(span, among), (found) =>
        look("least values", found, (least, n) => {
          const i = placeIn(span, salt, n), j = placeIn(among, salt + 1, n)
          const at = (i - span.from) * wordsOf(among) + Math.floor((j - among.from) / WORD)
          return i === j || isAtMost(least[at]!, truthOf(x, i, own, j))
        })),
    below: (span, among, limits) =>
      Effect.map(
        rows.below(span, among, limits),
        (found) =>
          look("pairs", found, ({ maybe, surely, words }: Masks, n) => {
            const i = placeIn(span, salt, n),
              j = placeIn(among, salt + 1, n),
              row = i - span.from,
              place = j - among.from
            const truth = truthOf(x, i, own, j)
            return areRight(truth, limits.maybe[row]!, bitAt(maybe, row, words, place)) &&
              areRight(truth, limits.surely[row]!, bitAt(surely, row, words, place))
          })
      )
  }
}
