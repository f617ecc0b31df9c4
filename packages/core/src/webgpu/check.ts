/**
 * Whether a device computes what it should: a wrong driver is found before anybody relies on it.
 */
import * as Effect from "effect/Effect"
import { isNear, type Numbers, type Truth, truthOf } from "../device/checked.ts"
import { type Device, type DeviceRows, FAR, type Points, WORD } from "../device/device.ts"
import type { Matrix } from "../Matrix.ts"

/** Rows in more than one tile, and a last one that is not full; columns in more than one chunk. */
const ROWS = 147, COLS = 21, POINTS = 37

/** Numbers of all kinds, without a generator: signs, sizes and digits change from one to the next. */
const numbers = (count: number): Float32Array =>
  Float32Array.from({ length: count }, (_, i) => Math.sin(i * 1.7) * 2 ** (i * 7 % 5) + (i % 3 === 0 ? 0.1 : 0))

const halvesOf = (x: Matrix): Float32Array =>
  Float32Array.from({ length: x.rows }, (_, j) => {
    let square = 0
    for (let p = 0; p < x.cols; p++) square += x.data[j * x.cols + p]! ** 2
    return square / 2
  })

/** What was found instead of what should be; `undefined` where that is the same. */
type Verdict = string | undefined

const notNear = (what: string, found: number | undefined, truth: Truth): Verdict =>
  found !== undefined && isNear(found, truth) ? undefined : `${what} is ${found} and should be ${truth.value}`

const first = (verdicts: Iterable<Verdict>): Verdict => {
  for (const verdict of verdicts) if (verdict !== undefined) return verdict
  return undefined
}

const pointsCheck = Effect.fnUntraced(function*(rows: DeviceRows, x: Matrix, y: Matrix) {
  const points: Points = { count: y.rows, data: y.data, halves: halvesOf(y) },
    of = (i: number, j: number) => truthOf(x, i, points, j)
  const values = yield* rows.values(points), nearest = yield* rows.nearest(points)
  return first(function*() {
    for (let i = 0; i < x.rows; i++) {
      for (let j = 0; j < y.rows; j++) yield notNear("a value", values?.[i * y.rows + j], of(i, j))
      const all = Array.from({ length: y.rows }, (_, j) => of(i, j)), best = nearest?.best[i] ?? -1
      yield best < y.rows ? notNear("the least", nearest?.first[i], all[best] ?? all[0]!) : "there is no such point"
      const [, second = all[0]!] = all.toSorted((a, b) => a.value - b.value)
      yield notNear("the second", nearest?.second[i], {
        ...second,
        slack: 2 * Math.max(...all.map((one) => one.slack))
      })
    }
  }())
})

const pairsCheck = Effect.fnUntraced(function*(rows: DeviceRows, x: Matrix) {
  const own: Numbers = { data: x.data, halves: halvesOf(x) }
  const span = { from: 0, to: x.rows }, limit = new Float32Array(x.rows), words = Math.ceil(x.rows / WORD)
  const least = yield* rows.least(span, span)
  const masks = yield* rows.below(span, span, { surely: limit, maybe: limit })
  return first(function*() {
    for (let i = 0; i < x.rows; i++) {
      for (let w = 0; w < words; w++) {
        let expected = { value: FAR, slack: 0 }
        for (let j = w * WORD; j < Math.min(x.rows, (w + 1) * WORD); j++) {
          const truth = truthOf(x, i, own, j),
            bit = masks === undefined ? -1 : masks.maybe[i * words + w]! >>> j % WORD & 1
          if (Math.abs(truth.value) > truth.slack && bit !== (truth.value < 0 ? 1 : 0)) yield "a bit is wrong"
          const slack = Math.max(expected.slack, truth.slack)
          if (j !== i) expected = { value: Math.min(expected.value, truth.value), slack }
        }
        if (expected.value !== FAR) yield notNear("the least of some", least?.[i * words + w], expected)
      }
    }
  }())
})

/** What is wrong with a device; `undefined` where nothing was found. */
export const faultOf = (device: Device): Effect.Effect<Verdict> => {
  const x: Matrix = { data: numbers(ROWS * COLS), rows: ROWS, cols: COLS }
  const y: Matrix = { data: numbers((ROWS + POINTS) * COLS).subarray(ROWS * COLS), rows: POINTS, cols: COLS }
  return device.lend({ matrix: x, halves: halvesOf(x), keep: false }, (rows) =>
    rows === undefined
      ? Effect.succeed<Verdict>("it takes no rows")
      : Effect.gen(function*() {
        return (yield* pointsCheck(rows, x, y)) ?? (yield* pairsCheck(rows, x))
      }))
}
