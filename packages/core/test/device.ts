/**
 * Devices for tests: right but for what single precision may be off, by chance or as badly as it may, and some that go away. Also run
 * where there is no card.
 */
import * as Effect from "effect/Effect"
import {
  type Answer,
  type Device,
  type DeviceRows,
  FAR,
  type Masks,
  type Placing,
  type Points,
  type Share,
  type Span,
  WORD,
  wordsOf
} from "../src/device/device.ts"
import { fromEngine, make, type Service } from "../src/Kernels.ts"
import type { Variant } from "../src/kernels/variant.ts"
import * as Rng from "../src/Rng.ts"

/** How a value is off: not at all, by chance, so that the nearest look farther and others nearer, or the other way round. */
export const ways = ["not", "by chance", "against", "for"] as const

/** See {@link ways}. */
export type Way = typeof ways[number]

/**
 * How far rounding may take |c|²/2 − x·c in single precision, near the worst: written here once more, so that a bound that is
 * too small is noticed.
 */
const offBy = (cols: number, row: number, point: number): number =>
  0.95 * (cols + 16) * 2 ** -23 * point * (row + point)

/** What a device for tests is told. `answers`: after so many it says nothing any more. */
export interface Told {
  readonly way: Way
  readonly seed?: number
  readonly answers?: number
  readonly most?: number
}

/** A device for tests, and what it was asked and left open. */
export interface Stand extends Device {
  readonly shares: Map<string, Share>
  /** Why it was refused, if it was. */
  readonly refused: ReadonlyArray<string>
  /** How many rows it holds at this moment. */
  readonly holds: () => number
}

const length = (data: Float32Array, i: number, cols: number): number => {
  let square = 0
  for (let p = i * cols; p < (i + 1) * cols; p++) square += data[p]! * data[p]!
  return Math.sqrt(square)
}

/** Makes a device. */
export const stand = ({ answers = Infinity, most = 2 ** 12, seed = 0, way }: Told): Stand => {
  const draw = Rng.reader(Rng.derive(Rng.fromSeed(seed), "device")), shares = new Map<string, Share>()
  const refused: Array<string> = []
  let left = answers, held = 0
  const answer = <A>(what: () => A): Answer<A> =>
    Effect.promise(async () => left-- > 0 ? await Promise.resolve(what()) : undefined)
  /** From −1 to 1, by how much of what it may be off a value is. */
  const turn = (isNear: boolean): number => {
    switch (way) {
      case "not":
        return 0
      case "by chance":
        return 2 * draw() - 1
      case "against":
        return isNear ? 1 : -1
      case "for":
        return isNear ? -1 : 1
    }
  }
  const rowsOf = ({ matrix: { cols, data, rows } }: Placing): DeviceRows => {
    const own = Float64Array.from({ length: rows }, (_, i) => length(data, i, cols))
    /** The values of a row and the points from … to − 1. */
    const values = (i: number, other: Float32Array, { from, to }: Span): Float64Array => {
      const exact = new Float64Array(to - from), off = new Float64Array(to - from)
      for (let j = from; j < to; j++) {
        let product = 0
        for (let p = 0; p < cols; p++) product += data[i * cols + p]! * other[j * cols + p]!
        const reach = length(other, j, cols)
        exact[j - from] = reach * reach / 2 - product
        off[j - from] = offBy(cols, own[i]!, reach)
      }
      const least = exact.indexOf(exact.reduce((a, b) => Math.min(a, b), Infinity))
      return exact.map((value, j) => Math.fround(value + turn(j === least) * off[j]!))
    }
    const compared = ({ count, data: other }: Points) =>
      Array.from({ length: rows }, (_, i) => values(i, other, { from: 0, to: count }))
    return {
      nearest: (points) =>
        answer(() => {
          const all = compared(points),
            best = new Uint32Array(rows),
            first = new Float32Array(rows),
            second = first.slice()
          all.forEach((row, i) => {
            const order = [...row.keys()].sort((a, b) => row[a]! - row[b]!)
            best[i] = order[0]!
            first[i] = row[order[0]!]!
            second[i] = order.length > 1 ? row[order[1]!]! : FAR
          })
          return { best, first, second }
        }),
      values: (points) => answer(() => Float32Array.from(compared(points).flatMap((row) => [...row]))),
      least: (span, among) =>
        answer(() => {
          const words = wordsOf(among), out = new Float32Array(words * (span.to - span.from)).fill(FAR)
          for (let i = span.from; i < span.to; i++) {
            values(i, data, among).forEach((value, n) => {
              const at = (i - span.from) * words + Math.floor(n / WORD)
              if (among.from + n !== i) out[at] = Math.min(out[at]!, value)
            })
          }
          return out
        }),
      below: (span, among, limits) =>
        answer((): Masks => {
          const words = wordsOf(among), maybe = new Uint32Array(words * (span.to - span.from)), surely = maybe.slice()
          for (let i = span.from; i < span.to; i++) {
            values(i, data, among).forEach((value, n) => {
              const at = (i - span.from) * words + Math.floor(n / WORD), bit = 1 << n % WORD
              if (value <= limits.maybe[i - span.from]!) maybe[at]! |= bit
              if (value <= limits.surely[i - span.from]!) surely[at]! |= bit
            })
          }
          return { words, maybe, surely }
        })
    }
  }
  return {
    name: "a device for tests",
    worth: 0,
    most,
    lend: (placing, use) =>
      Effect.acquireUseRelease(
        Effect.sync(() => {
          held += placing.matrix.rows
        }),
        () => use(rowsOf(placing)),
        () =>
          Effect.sync(() => {
            held -= placing.matrix.rows
          })
      ),
    refuse: (why) => {
      left = 0
      refused.push(why)
    },
    refused,
    count: (work, { asked, open }) => {
      const before = shares.get(work) ?? { asked: 0, open: 0 }
      shares.set(work, { asked: before.asked + asked, open: before.open + open })
    },
    shares,
    holds: () => held
  }
}

/** Kernels on the calling thread that ask a device. */
export const asking = (device: Device, variant?: Variant): Service =>
  fromEngine({ ...make(variant && { variant }), device })
