/**
 * The k nearest of each row within its group, exactly: sketches shortlist, float64 direct differences decide.
 */
import * as Effect from "effect/Effect"
import { type Grouped, searchHeld } from "../device/neighbors.ts"
import type { Matrix } from "../Matrix.ts"
import * as Brute from "../neighbors/brute.ts"
import { emptyTable, type Group, groupsOf, type Members, type NeighborTable } from "../neighbors/groups.ts"
import * as Progress from "../Progress.ts"
import { type Block, roundsAgainst, roundsOf, together } from "./blocks.ts"
import { breathe, type Engine } from "./engine.ts"
import { compiledOnly } from "./kernel.ts"
import { type Batch, bufferSize, ENTRY, finish, type Found, layout, setUp } from "./nearest-buffers.ts"
import { reported, withRoom } from "./shared.ts"
import { blockRows, bytesPerRow, sketched } from "./sketch.ts"
import * as Slab from "./slab.ts"
import type { Placed } from "./workspace.ts"
import * as Workspace from "./workspace.ts"

const blocksKernel = compiledOnly("nearestBlocks", ["number", "number"])

/** Who meets whom: all rows of a group each other, or those that are sought, which come first, all others. */
const tournament = (engine: Engine, groups: ReadonlyArray<Group>, cols: number): Array<Array<Block>> => {
  const size = blockRows(engine, cols)
  let first = 0
  return together(groups.map(({ rows, sought }) => {
    const from = first, to = first += rows.length
    return sought === undefined ? roundsOf(from, to, size) : roundsAgainst(from, from + sought.length, to, size)
  }))
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

/** Elementary steps a member of finding its group. */
export const GROUP = 32

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
          yield* finish(engine, slab, { at, to, cap, items, cols: matrix.cols }, found)
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

/** The rows of a group, those that are sought before the others. */
const soughtFirst = ({ rows, sought }: Group): Uint32Array => {
  if (sought === undefined) return rows
  let next = 0
  const others = rows.filter((row) => row !== sought[next] || next++ < 0)
  return concat([{ rows: sought }, { rows: others }])
}

/** The rows of some groups, group by group. */
export const concat = (groups: ReadonlyArray<Pick<Group, "rows">>): Uint32Array => {
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
 * The nearest of each member among those sought within its group: exactly the answer of comparing all float64 distances, ties to the
 * smaller position, the item itself excluded. O(Σ group² · d) integer multiply-adds, half of all pairs, or O(Σ group · sought · d); beside the
 * matrix O(members · (d + k)) memory for the largest group.
 */
export const within = Effect.fnUntraced(function*(engine: Engine, matrix: Matrix, request: Members) {
  if (engine.variant === "typescript") return yield* Brute.within(engine, matrix, request)
  yield* breathe("typescript", GROUP * request.members.length)
  const groups = groupsOf(request)
  const table = emptyTable(request.members, groups)
  if (groups.every(({ k }) => k === 0)) return table
  yield* Workspace.withMatrix(
    engine,
    matrix,
    Effect.fnUntraced(function*(placed) {
      const rest: Array<Group> = []
      for (const one of groups) {
        const { k, rows: order, sought } = one, rows = order.map((index) => request.members[index]!)
        const group: Grouped = { rows, k }, out = copyOut(table, order, rows)
        if (sought !== undefined || !(yield* searchHeld(engine, placed, matrix, group, out))) rest.push(one)
      }
      for (const batch of batched(engine, rest, matrix.cols)) {
        const order = concat(batch.map((group) => ({ rows: soughtFirst(group) }))),
          rows = order.map((index) => request.members[index]!)
        yield* search(engine, placed, matrix, { rows, groups: batch }, copyOut(table, order, rows))
      }
    })
  )
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
