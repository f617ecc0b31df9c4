/**
 * Neighbors, radius graphs and the nearest of another class by looking at every pair in plain TypeScript: the reference
 * for the compiled search, and what runs where WebAssembly SIMD does not. All of it is exact, so both agree bit by bit.
 */
import * as Effect from "effect/Effect"
import { breathe, type Engine } from "../kernels/engine.ts"
import { accumulate } from "../kernels/strips.ts"
import type { Matrix } from "../Matrix.ts"
import { squaredDistance } from "./distance.ts"
import { emptyTable, type Group, groupsOf, type Members, type NeighborTable } from "./groups.ts"

/** Runs `body` for 0 … n − 1, each of about `cost` multiply-adds, and yields now and then. */
export const each = Effect.fnUntraced(function*(engine: Engine, n: number, cost: number, body: (i: number) => void) {
  for (let i = 0; i < n; i++) {
    body(i)
    yield* breathe(engine.variant, cost)
  }
})

/** Puts the k nearest of the group to row `r` of the table: squared distances in `near`, sorted by insertion. */
const nearestOf = (x: Matrix, table: NeighborTable, { k, rows, sought = rows }: Group, r: number): void => {
  const { counts, distances, indices, members, width } = table
  const own = members[r]! * x.cols, at = r * width
  let count = 0
  for (const other of sought) {
    if (other === r) continue
    const position = members[other]!
    const square = squaredDistance(x.data, own, x.data, position * x.cols, x.cols)
    let slot = count
    while (slot > 0 && square < distances[at + slot - 1]!) slot--
    if (slot >= k) continue
    count = Math.min(k, count + 1)
    distances.copyWithin(at + slot + 1, at + slot, at + count - 1)
    indices.copyWithin(at + slot + 1, at + slot, at + count - 1)
    distances[at + slot] = square
    indices[at + slot] = position
  }
  for (let slot = 0; slot < count; slot++) distances[at + slot] = Math.sqrt(distances[at + slot]!)
  counts[r] = count
}

/** The nearest of each member among those sought within its group, synchronously. O(Σ group · sought · d). */
export const withinSync = (matrix: Matrix, request: Members): NeighborTable => {
  const groups = groupsOf(request)
  const table = emptyTable(request.members, groups)
  for (const group of groups) if (group.k > 0) group.rows.forEach((row) => nearestOf(matrix, table, group, row))
  return table
}

/** {@link withinSync} as an Effect that yields. */
export const within = Effect.fnUntraced(function*(engine: Engine, matrix: Matrix, request: Members) {
  const groups = groupsOf(request)
  const table = emptyTable(request.members, groups)
  for (const group of groups) {
    if (group.k === 0) continue
    const cost = (group.sought ?? group.rows).length * matrix.cols
    yield* each(engine, group.rows.length, cost, (i) => nearestOf(matrix, table, group, group.rows[i]!))
  }
  return table
})

const otherOf = (x: Matrix, rows: Uint32Array, label: Int32Array, position: number): number => {
  let least = Infinity
  for (const other of rows) {
    if (label[other] === label[position]) continue
    least = Math.min(least, squaredDistance(x.data, position * x.cols, x.data, other * x.cols, x.cols))
  }
  return Math.sqrt(least)
}

/** By index into `rows`: the distance to the nearest row with another label; Infinity if there is none. O(N² d). */
export const nearestOtherSync = (matrix: Matrix, rows: Uint32Array, label: Int32Array): Float64Array =>
  Float64Array.from(rows, (position) => otherOf(matrix, rows, label, position))

/** {@link nearestOtherSync} as an Effect that yields. */
export const nearestOther = Effect.fnUntraced(
  function*(engine: Engine, matrix: Matrix, rows: Uint32Array, label: Int32Array) {
    const out = new Float64Array(rows.length)
    yield* each(engine, rows.length, rows.length * matrix.cols, (i) => {
      out[i] = otherOf(matrix, rows, label, rows[i]!)
    })
    return out
  }
)

/** The rows (numbers in `rows`, ascending) at less than `radius` from row `i`, itself always among them. */
const ballOf = (x: Matrix, rows: Uint32Array, radius: number, i: number): Uint32Array => {
  const own = rows[i]! * x.cols
  const near = (position: number, j: number) =>
    j === i || Math.sqrt(squaredDistance(x.data, own, x.data, position * x.cols, x.cols)) < radius
  const inside: Array<number> = []
  rows.forEach((position, j) => near(position, j) && inside.push(j))
  return Uint32Array.from(inside)
}

/** The lists of a graph, one after the other, and where each begins. */
export const joined = (balls: ReadonlyArray<Uint32Array>): { offsets: Uint32Array; targets: Uint32Array } => {
  const offsets = new Uint32Array(balls.length + 1)
  offsets.set(balls.map(({ length }) => length), 1)
  accumulate(offsets)
  const targets = new Uint32Array(offsets[balls.length]!)
  balls.forEach((ball, i) => targets.set(ball, offsets[i]))
  return { offsets, targets }
}

/** The lists of the radius graph, synchronously. O(N² d). */
export const ballsSync = (matrix: Matrix, rows: Uint32Array, radius: number): Array<Uint32Array> =>
  Array.from(rows, (_, i) => ballOf(matrix, rows, radius, i))

/** {@link ballsSync} as an Effect that yields. */
export const balls = Effect.fnUntraced(function*(engine: Engine, matrix: Matrix, rows: Uint32Array, radius: number) {
  const lists: Array<Uint32Array> = []
  yield* each(engine, rows.length, rows.length * matrix.cols, (i) => {
    lists.push(ballOf(matrix, rows, radius, i))
  })
  return lists
})
