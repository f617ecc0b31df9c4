/**
 * The k nearest of each row within its group, exactly: sketches shortlist, float64 direct differences decide.
 */
import * as Effect from "effect/Effect"
import type { Matrix } from "../Matrix.ts"
import * as Brute from "../neighbors/brute.ts"
import { emptyTable, type Group, groupsOf, type Members, type NeighborTable } from "../neighbors/groups.ts"
import * as Progress from "../Progress.ts"
import { type Block, roundsOf, together } from "./blocks.ts"
import { breathe, type Engine } from "./engine.ts"
import { compiledOnly } from "./kernel.ts"
import { reported, withRoom } from "./shared.ts"
import { blockRows, bytesPerRow, sketched, type Sketches } from "./sketch.ts"
import * as Slab from "./slab.ts"
import type { Placed } from "./workspace.ts"
import * as Workspace from "./workspace.ts"

const blocksKernel = compiledOnly("nearestBlocks", ["number", "number"])
const finishKernel = compiledOnly("nearestFinish", ["number"])

/** Bytes of the parameters; see `Nearest` in the assembly. */
const PARAMS = 64
const ENTRY = 16

/** Runs of rows one after the other in `rows` (positions), each with its k; `label` by run row, if classes matter. */
interface Batch {
  readonly rows: Uint32Array
  readonly groups: ReadonlyArray<Group>
  readonly label?: Int32Array
}

/** A row's buffer: what is kept after a cut, and room for as much again and more before the next. */
const bufferSize = (groups: ReadonlyArray<Group>): number => {
  const k = groups.reduce((most, group) => Math.max(most, group.k), 1)
  const others = groups.reduce((most, group) => Math.max(most, group.rows.length), 2)
  return Math.max(k + 1, Math.min(2 * k + 8, others))
}

/** Addresses of what the search keeps, each an array by row. */
const layout = (at: number, capacity: number, cap: number) => {
  const limits = at + PARAMS
  const counts = limits + 4 * capacity
  const stops = counts + 4 * capacity
  const ks = stops + 4 * capacity
  const labels = ks + 4 * capacity
  const entries = labels + 4 * capacity
  return { limits, counts, stops, ks, labels, entries, end: entries + ENTRY * cap * capacity }
}

type Layout = ReturnType<typeof layout>

const setUp = (
  placed: Placed,
  cols: number,
  at: number,
  to: Layout,
  s: Sketches,
  cap: number,
  { groups, label, rows }: Batch
): void => {
  const { slab } = placed
  Slab.f32(slab, to.limits, s.capacity).fill(Infinity)
  Slab.u32(slab, to.counts, s.capacity).fill(0)
  Slab.u32(slab, to.stops, s.capacity).fill(0xFFFFFFFF)
  const ks = Slab.u32(slab, to.ks, rows.length)
  let first = 0
  for (const group of groups) ks.fill(group.k, first, first += group.rows.length)
  if (label !== undefined) Slab.i32(slab, to.labels, rows.length).set(label)
  const params = [s.q, s.step, s.stats, s.capacity, placed.at, s.members, cols, to.limits, to.counts, to.stops, to.ks]
  Slab.u32(slab, at, 13).set([...params, to.entries, cap])
  Slab.u32(slab, at + 52, 1)[0] = label === undefined ? 0 : to.labels
  Slab.f64(slab, at + 56, 1)[0] = s.unit * s.unit / 2
}

const tournament = (engine: Engine, groups: ReadonlyArray<Group>, cols: number): Array<Array<Block>> => {
  let first = 0
  return together(groups.map(({ rows }) => roundsOf(first, first += rows.length, blockRows(engine, cols))))
}

/** Lets all blocks meet, round after round. */
const meet = Effect.fnUntraced(
  function*(engine: Engine, slab: Slab.Slab, at: number, rounds: Array<Array<Block>>, cols: number) {
    const progress = yield* Progress.Progress
    const cost = blockRows(engine, cols) ** 2 * Math.max(8, cols)
    for (let round = 0; round < rounds.length; round++) {
      const blocks = rounds[round]!
      yield* Workspace.scratch(slab, ENTRY * blocks.length, (list) => {
        Slab.u32(slab, list, 4 * blocks.length).set(blocks.flat())
        return engine.over(slab, blocksKernel, { items: blocks.length, cost }, [at, list])
      })
      if (rounds.length > 8) {
        yield* reported(progress.report({ step: "neighbors", done: round + 1, total: rounds.length }))
      }
    }
  }
)

/** Rows whose answer is read between two looks at the time, and elementary steps for a number of it. */
const READ = { rows: 1024, cost: 16 } as const

/** Elementary steps a member of finding its group. */
export const GROUP = 32

/** What was found for one row: `squares` and `rows` begin at `at` and go on in steps of 2 and 4. */
type Found = (row: number, count: number, squares: Float64Array, ids: Uint32Array, entry: number) => void

const search = Effect.fnUntraced(
  function*(engine: Engine, placed: Placed, matrix: Matrix, batch: Batch, found: Found) {
    const { slab } = placed
    const cap = bufferSize(batch.groups)
    const items = batch.rows.length
    const stage = sketched(engine, placed, matrix, batch.rows, (sketches) => {
      const bytes = layout(0, sketches.capacity, cap).end
      return Workspace.scratch(
        slab,
        bytes,
        Effect.fnUntraced(function*(at) {
          const to = layout(at, sketches.capacity, cap)
          setUp(placed, matrix.cols, at, to, sketches, cap, batch)
          yield* meet(engine, slab, at, tournament(engine, batch.groups, matrix.cols), matrix.cols)
          const cost = 8 * matrix.cols * cap
          yield* engine.over(slab, finishKernel, { items, cost }, [at])
          const counts = Slab.u32(slab, to.counts, items)
          const squares = Slab.f64(slab, to.entries, 2 * cap * items)
          const ids = Slab.u32(slab, to.entries, 4 * cap * items)
          for (let row = 0; row < items; row++) {
            if (row % READ.rows === 0) yield* breathe("typescript", READ.rows * READ.cost * cap)
            found(row, counts[row]!, squares, ids, row * cap)
          }
        })
      )
    })
    return yield* withRoom(matrix, items * (bytesPerRow(matrix.cols) + ENTRY * cap), stage)
  }
)

/** Groups one after the other, gathered until they are worth a batch. */
export const batched = (
  { settings, threads }: Engine,
  groups: ReadonlyArray<Group>,
  cols: number
): Array<Array<Group>> => {
  const batches: Array<Array<Group>> = []
  let bytes = 0
  for (const group of groups) {
    if (group.k === 0) continue
    const own = group.rows.length * (bytesPerRow(cols) + ENTRY * bufferSize([group]))
    const last = batches.at(-1)
    bytes += own
    if (last !== undefined && bytes <= settings.batch * threads) last.push(group)
    else {
      batches.push([group])
      bytes = own
    }
  }
  return batches
}

/** The rows of some groups, group by group. */
export const concat = (groups: ReadonlyArray<Group>): Uint32Array => {
  const all = new Uint32Array(groups.reduce((sum, { rows }) => sum + rows.length, 0))
  let at = 0
  for (const { rows } of groups) {
    all.set(rows, at)
    at += rows.length
  }
  return all
}

/** Copies what was found for table row `row`; entries name rows of the batch, whose positions are `positions`. */
const copyOut =
  (table: NeighborTable, order: Uint32Array, positions: Uint32Array): Found => (row, count, squares, ids, entry) => {
    const at = order[row]! * table.width
    table.counts[order[row]!] = count
    for (let n = 0; n < count; n++) {
      table.indices[at + n] = positions[ids[4 * (entry + n) + 3]! & 0x7FFFFFFF]!
      table.distances[at + n] = Math.sqrt(squares[2 * (entry + n)]!)
    }
  }

/**
 * The nearest of each member within its group: exactly the answer of comparing all float64 distances, ties to the
 * smaller position, the item itself excluded. O(Σ group² · d) integer multiply-adds, half of all pairs; beside the
 * matrix O(members · (d + k)) memory for the largest group.
 */
export const within = Effect.fnUntraced(function*(engine: Engine, matrix: Matrix, request: Members) {
  if (engine.variant === "typescript") return yield* Brute.within(engine, matrix, request)
  yield* breathe("typescript", GROUP * request.members.length)
  const groups = groupsOf(request)
  const table = emptyTable(request.members, groups)
  const batches = batched(engine, groups, matrix.cols)
  if (batches.length === 0) return table
  yield* Workspace.withMatrix(engine, matrix, (placed) =>
    Effect.forEach(batches, (batch) => {
      const order = concat(batch)
      const rows = order.map((index) => request.members[index]!)
      return search(engine, placed, matrix, { rows, groups: batch }, copyOut(table, order, rows))
    }, { discard: true }))
  return table
})

/**
 * By index into `rows` (positions, ascending): the Euclidean distance to the nearest row whose `label` (by position)
 * differs; Infinity where there is none. Exact. O(N² d / 2) integer multiply-adds, O(N d) memory.
 */
export const nearestOther = Effect.fnUntraced(
  function*(engine: Engine, matrix: Matrix, rows: Uint32Array, label: Int32Array) {
    if (engine.variant === "typescript") return yield* Brute.nearestOther(engine, matrix, rows, label)
    const out = new Float64Array(rows.length).fill(Infinity)
    if (rows.length < 2) return out
    const own = Int32Array.from(rows, (position) => label[position]!)
    const groups = [{ rows, k: 1 }]
    yield* Workspace.withMatrix(
      engine,
      matrix,
      (placed) =>
        search(engine, placed, matrix, { rows, groups, label: own }, (row, count, squares, _ids, entry) => {
          if (count > 0) out[row] = Math.sqrt(squares[2 * entry]!)
        })
    )
    return out
  }
)
