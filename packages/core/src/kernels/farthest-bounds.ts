/**
 * Greedy k-center by bounds: sketches or a device keep every row's distance to the nearest center between two, and only rows that may be
 * the farthest are measured. Tested in farthest-first.test.ts.
 */
import * as Effect from "effect/Effect"
import type { Matrix } from "../Matrix.ts"
import { breathe, type Engine } from "./engine.ts"
import { compiledOnly, compiledStep } from "./kernel.ts"
import type { Sketches } from "./sketch.ts"
import * as Slab from "./slab.ts"
import type { Placed } from "./workspace.ts"

const lowerKernel = compiledOnly("lowerBounds", ["number", "number", "number"], 4)
const exactKernel = compiledStep("exactToCenters", ["number", "number", "number", "number", "number", "number"])

/** Answers "who is farthest?" while centers are added one by one. */
export interface Search {
  readonly add: (center: number) => Effect.Effect<void>
  /** The farthest of the candidates that are no centers yet, and its squared distance. */
  readonly farthest: () => Effect.Effect<{ readonly position: number; readonly square: number }>
}

/** What is searched, and who may be picked. */
interface Spread {
  readonly matrix: Matrix
  readonly candidates: Uint32Array
}

/** Bytes the search keeps beside the sketches: parameters, one number, bounds by row, centers as rows and addresses. */
export const bytesFor = (capacity: number, most: number): number => 48 + 8 * capacity + 8 * most

/** By row: two bounds of half the squared distance to the nearest center, times unit². */
interface Bounds {
  readonly lows: Float32Array
  readonly highs: Float32Array
}

/** Who lowers the bounds of all rows when a center is added, the `count`-th from 0: a row, at a position. */
export interface Lowering extends Pick<Sketches, "capacity" | "unit"> {
  readonly lower: (bounds: Bounds, row: number, position: number, count: number) => Effect.Effect<void>
  /** Is told for each pick how many rows had to be measured. */
  readonly measured?: ((open: number) => void) | undefined
}

/** How many rows there are, and how wide they are. */
type Shape = Pick<Matrix, "cols" | "rows">

/** Lowers the bounds by sketches; the parameters and the bounds are at `at`. */
export const bySketches = (
  engine: Engine,
  { slab }: Placed,
  s: Sketches,
  at: number,
  most: number,
  shape: Shape
): Lowering => {
  const { cols, rows } = shape, lows = at + 48, highs = lows + 4 * s.capacity, own = highs + 4 * s.capacity
  Slab.u32(slab, at, 7).set([s.q, s.step, s.stats, s.capacity, lows, highs, own])
  return {
    ...s,
    lower: (_, row, _position, count) => {
      Slab.u32(slab, own, most)[count] = row
      return engine.over(slab, lowerKernel, { items: rows, cost: cols }, [at, count, count + 1])
    }
  }
}

/**
 * The answer from bounds: every row's distance to the nearest center is kept between two bounds, and only rows
 * that may be the farthest are measured.
 */
export const byBounds = (
  engine: Engine,
  { at: x, slab }: Placed,
  { candidates, matrix: { cols, rows: height } }: Spread,
  rows: Uint32Array,
  { capacity, lower, measured: tell, unit }: Lowering,
  at: number,
  most: number
): Search => {
  const half = unit * unit / 2
  const lowsAt = at + 48, highsAt = lowsAt + 4 * capacity, addresses = highsAt + 4 * capacity + 4 * most
  const lows = Slab.f32(slab, lowsAt, capacity).fill(Infinity)
  const highs = Slab.f32(slab, highsAt, capacity).fill(Infinity)
  const exactly = slab.bind(exactKernel, engine.variant)
  const squares = new Float64Array(rows.length).fill(Infinity)
  const measured = new Uint32Array(rows.length)
  const rowOf = new Uint32Array(height)
  for (let row = 0; row < rows.length; row++) rowOf[rows[row]!] = row
  const open = new Uint8Array(rows.length)
  for (let i = 0; i < candidates.length; i++) open[rowOf[candidates[i]!]!] = 1
  let count = 0
  /** The exact squared distance of a row to the nearest center, which closes its bounds. */
  const measure = (row: number): number => {
    const number = Slab.f64(slab, at + 32, 1)
    number[0] = squares[row]!
    exactly(x + 4 * cols * rows[row]!, cols, addresses, measured[row]!, count, at + 32)
    const square = number[0]
    squares[row] = square
    measured[row] = count
    lows[row] = square * half * (1 - 1e-6) - 1e-36
    highs[row] = square * half * (1 + 1e-6) + 1e-36
    return square
  }
  const largestLow = (): number => {
    let largest = -Infinity
    for (let row = 0; row < rows.length; row++) if (open[row] === 1 && lows[row]! > largest) largest = lows[row]!
    return largest
  }
  return {
    add: (center) =>
      Effect.suspend(() => {
        const row = rowOf[center]!
        open[row] = 0
        Slab.u32(slab, addresses, most)[count] = x + 4 * cols * center
        return lower({ lows, highs }, row, center, count++)
      }),
    farthest: Effect.fnUntraced(function*() {
      yield* breathe("typescript", 8 * rows.length)
      let best = -1, most = -Infinity, limit = largestLow(), looks = 0
      for (let row = 0; row < rows.length; row++) {
        if (open[row] === 0 || highs[row]! < limit) continue
        const square = measured[row] === count ? squares[row]! : measure(row)
        limit = Math.max(limit, lows[row]!)
        looks++
        if (square > most) {
          most = square
          best = row
        }
        yield* breathe(engine.variant, 4 * cols * count)
      }
      tell?.(looks)
      return { position: rows[best]!, square: most }
    })
  }
}
