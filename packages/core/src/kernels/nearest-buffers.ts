/**
 * What a search for neighbors keeps: for each row a buffer of those that may be among its nearest. Exact distances decide.
 */
import * as Effect from "effect/Effect"
import type { Group } from "../neighbors/groups.ts"
import { breathe, type Engine } from "./engine.ts"
import { compiledOnly } from "./kernel.ts"
import type { Sketches } from "./sketch.ts"
import * as Slab from "./slab.ts"
import type { Placed } from "./workspace.ts"

const finishKernel = compiledOnly("nearestFinish", ["number"])

/** Bytes of the parameters; see `Nearest` in the assembly. */
const PARAMS = 64

/** Bytes of an entry: a bound from below or the exact square, one from above, and the row; see `shortlist.ts` of the assembly. */
export const ENTRY = 16

/** This bit of an entry's row says that its value is the exact squared distance. */
export const EXACT = 0x80000000

/**
 * Runs of rows one after the other in `rows` (positions), those that are sought before the others of a run, each run with its k; `label` by run row, if
 * classes matter.
 */
export interface Batch {
  readonly rows: Uint32Array
  readonly groups: ReadonlyArray<Group>
  readonly label?: Int32Array
}

/** A row's buffer: what is kept after a cut, and room for as much again and more before the next. */
export const bufferSize = (groups: ReadonlyArray<Group>): number => {
  const k = groups.reduce((most, group) => Math.max(most, group.k), 1)
  const others = groups.reduce((most, group) => Math.max(most, group.rows.length), 2)
  return Math.max(k + 1, Math.min(2 * k + 8, others))
}

/** Addresses of what the search keeps, each an array by row. */
export const layout = (at: number, capacity: number, cap: number) => {
  const limits = at + PARAMS
  const counts = limits + 4 * capacity
  const stops = counts + 4 * capacity
  const ks = stops + 4 * capacity
  const labels = ks + 4 * capacity
  const entries = labels + 4 * capacity
  return { limits, counts, stops, ks, labels, entries, end: entries + ENTRY * cap * capacity }
}

/** See {@link layout}. */
type Layout = ReturnType<typeof layout>

/** Writes the kernels' parameters, and what they know of rows at the start: nothing. */
export const setUp = (
  placed: Placed,
  cols: number,
  at: number,
  to: Layout,
  s: Pick<Sketches, "q" | "step" | "stats" | "capacity" | "members" | "unit">,
  cap: number,
  { groups, label, rows }: Batch
): void => {
  const { slab } = placed
  Slab.f32(slab, to.limits, s.capacity).fill(Infinity)
  Slab.u32(slab, to.counts, s.capacity).fill(0)
  const ks = Slab.u32(slab, to.ks, rows.length)
  const stops = Slab.u32(slab, to.stops, s.capacity).fill(0xFFFFFFFF)
  let first = 0
  for (const { k, rows, sought } of groups) {
    ks.fill(k, first, first + rows.length)
    if (sought !== undefined) {
      // Those that are sought come first: none behind them is a neighbor, and none is its own.
      stops.fill(first + sought.length, first, first + rows.length)
      ks.fill(Math.min(k, sought.length - 1), first, first + sought.length)
    }
    first += rows.length
  }
  if (label !== undefined) Slab.i32(slab, to.labels, rows.length).set(label)
  const params = [s.q, s.step, s.stats, s.capacity, placed.at, s.members, cols, to.limits, to.counts, to.stops, to.ks]
  Slab.u32(slab, at, 13).set([...params, to.entries, cap])
  Slab.u32(slab, at + 52, 1)[0] = label === undefined ? 0 : to.labels
  Slab.f64(slab, at + 56, 1)[0] = s.unit * s.unit / 2
}

/** Rows whose answer is read between two looks at the time, and elementary steps for a number of it. */
const READ = { rows: 1024, cost: 16 } as const

/** What was found for one row: `squares` and `rows` begin at `at` and go on in steps of 2 and 4. */
export type Found = (row: number, count: number, squares: Float64Array, ids: Uint32Array, entry: number) => void

/** Where buffers are, and of what. */
interface Buffers {
  readonly at: number
  readonly to: Layout
  readonly cap: number
  readonly items: number
  readonly cols: number
}

/** Decides by exact distances between those that are left in each row's buffer, and tells what was found. */
export const finish = Effect.fnUntraced(
  function*(engine: Engine, slab: Slab.Slab, { at, cap, cols, items, to }: Buffers, found: Found) {
    yield* engine.over(slab, finishKernel, { items, cost: 8 * cols * cap }, [at])
    const counts = Slab.u32(slab, to.counts, items)
    const squares = Slab.f64(slab, to.entries, 2 * cap * items)
    const ids = Slab.u32(slab, to.entries, 4 * cap * items)
    for (let row = 0; row < items; row++) {
      if (row % READ.rows === 0) yield* breathe("typescript", READ.rows * READ.cost * cap)
      found(row, counts[row]!, squares, ids, row * cap)
    }
  }
)
