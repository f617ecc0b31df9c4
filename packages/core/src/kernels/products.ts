/**
 * The products of many rows with each other, block of columns after block: how rows, or columns, vary together.
 */
import * as Effect from "effect/Effect"
import type { Matrix } from "../Matrix.ts"
import type { Engine } from "./engine.ts"
import { ranged } from "./kernel.ts"
import { padded, SPARE } from "./nearest-centers.ts"
import * as Slab from "./slab.ts"
import * as Workspace from "./workspace.ts"

/** Adds the products of each row with each of some padded rows to sums of so many numbers a row. */
const addProducts = ranged(
  "addProducts",
  ["f32", "number", "f32", "number", "f64", "number", "scratch"],
  (from, to, x, cols, panel, count, sums, stride) => {
    for (let i = from; i < to; i++) {
      for (let j = 0; j < count; j++) {
        let sum = 0
        for (let p = 0; p < cols; p++) sum += x[i * cols + p]! * panel[j * padded(cols) + p]!
        sums[i * stride + j]! += Math.fround(sum)
      }
    }
  }
)

/** Bytes of scratch a thread: products of two rows with 24. */
const WORK = 256

/** Rows that are multiplied with all after them in one go, so that little of the upper half is computed. */
const PANEL = 96

/** Adds the products of the rows with each other to the lower half of `n` × `n` sums at `sums`. */
const addRows = (engine: Engine, slab: Slab.Slab, sums: number, { cols, data, rows: n }: Matrix): Effect.Effect<void> =>
  Workspace.arena(
    slab,
    Effect.fnUntraced(function*(alloc) {
      const stride = padded(cols), most = Math.min(PANEL, n)
      const x = alloc(4 * n * cols), panel = alloc(4 * (most + SPARE) * stride)
      const work = { at: alloc(WORK * engine.threads), bytes: WORK }
      yield* Workspace.copyIn(engine, slab, x, data)
      for (let first = 0; first < n; first += PANEL) {
        const count = Math.min(PANEL, n - first), some = Slab.f32(slab, panel, (most + SPARE) * stride).fill(0)
        for (let j = 0; j < count; j++) some.set(data.subarray((first + j) * cols, (first + j + 1) * cols), j * stride)
        yield* engine.over(slab, addProducts, { items: n - first, cost: cols * count }, [
          ...[x + 4 * first * cols, cols, panel, count] as const,
          ...[sums + 8 * (first * n + first), n, work] as const
        ])
      }
    })
  )

/** Columns that are mirrored together. */
const LINE = 8

const mirrored = (lower: Float64Array, n: number): Float64Array => {
  const all = lower.slice()
  for (let first = 0; first < n; first += LINE) {
    for (let i = first; i < n; i++) {
      for (let j = first, last = Math.min(i, first + LINE); j < last; j++) all[j * n + i] = all[i * n + j]!
    }
  }
  return all
}

/**
 * The products of `n` rows with each other, n × n, symmetric to the bit: `use` gives the rows' columns, some at a time, n × any number. The
 * products of those are summed in single precision, and added in double. O(n² d) time; 8 n² bytes beside what is given.
 */
export const productsOf = <E, R>(
  engine: Engine,
  n: number,
  use: (add: (some: Matrix) => Effect.Effect<void>) => Effect.Effect<void, E, R>
): Effect.Effect<Float64Array, E, R> =>
  Workspace.borrowed(engine.variant, 8 * n * n + 2 ** 20, (slab, alloc) =>
    Effect.suspend(() => {
      const sums = alloc(8 * n * n)
      Slab.f64(slab, sums, n * n).fill(0)
      return Effect.map(
        use((some) => addRows(engine, slab, sums, some)),
        () => mirrored(Slab.f64(slab, sums, n * n), n)
      )
    }))
