/**
 * The nearest neighbors of rows, from what a device leaves: it tells within which distance the k nearest surely are and who
 * may be nearer, and the kernels' exact distances decide between these.
 */
import * as Effect from "effect/Effect"
import { breathe, type Engine } from "../kernels/engine.ts"
import { EXACT, finish, type Found, layout, setUp } from "../kernels/nearest-buffers.ts"
import { reported } from "../kernels/shared.ts"
import * as Slab from "../kernels/slab.ts"
import type { Placed } from "../kernels/workspace.ts"
import * as Workspace from "../kernels/workspace.ts"
import type { Matrix } from "../Matrix.ts"
import { squaredDistance } from "../neighbors/distance.ts"
import * as Progress from "../Progress.ts"
import { blockOf, eachBit } from "./blocks.ts"
import { FAR, type Limits, type Masks, type Span, wordsOf } from "./device.ts"
import { deviceFor, type Held, held } from "./held.ts"
import { slackFor, upward } from "./slack.ts"

/** A group's rows (positions, ascending), each of which is to find its k nearest among them. */
export interface Grouped {
  readonly rows: Uint32Array
  readonly k: number
}

/** The k-th least of some numbers; {@link FAR} where there are fewer. `room` has k places. */
export const kthLeast = (numbers: Float32Array, from: number, to: number, room: Float64Array): number => {
  const last = room.length - 1
  room.fill(FAR)
  for (let at = from; at < to; at++) {
    const number = numbers[at]!
    if (number >= room[last]!) continue
    let slot = last
    while (slot > 0 && number < room[slot - 1]!) {
      room[slot] = room[slot - 1]!
      slot--
    }
    room[slot] = number
  }
  return room[last]!
}

/** The values within which each row's k nearest are, whatever was rounded on the way there and in the next look. */
const limitsOf = ({ lengths, reach }: Held, least: Float32Array, cols: number, span: Span, k: number): Limits => {
  const size = span.to - span.from, words = least.length / size
  const slackOf = slackFor(cols), room = new Float64Array(k), maybe = new Float32Array(size)
  for (let i = 0; i < size; i++) {
    const slack = slackOf(lengths[span.from + i]!, reach)
    maybe[i] = upward(kthLeast(least, i * words, (i + 1) * words, room) + 2 * slack)
  }
  return { surely: new Float32Array(size).fill(-FAR), maybe }
}

/** Who may be among the nearest of each row of a span: a list a row. */
interface Shortlists {
  readonly offsets: Uint32Array
  readonly ids: Uint32Array
}

const shortlists = (masks: Masks, { from, to }: Span, end: number): Shortlists => {
  const offsets = new Uint32Array(to - from + 1)
  for (let i = 0; i < to - from; i++) {
    let count = 0
    eachBit(masks, i, end, (place) => place !== from + i && count++)
    offsets[i + 1] = offsets[i]! + count
  }
  const ids = new Uint32Array(offsets[to - from]!)
  for (let i = 0, at = 0; i < to - from; i++) {
    eachBit(masks, i, end, (place) => place !== from + i && (ids[at++] = place))
  }
  return { offsets, ids }
}

/** A row's nearest k of a list by exact distances, ties to the earlier: what the kernels' buffers have no room for. */
const nearestOf = ({ cols, data }: Matrix, { k, rows }: Grouped, own: number, list: Uint32Array) => {
  const squares = new Float64Array(k).fill(Infinity), ids = new Uint32Array(k)
  for (const id of list) {
    const square = squaredDistance(data, rows[own]! * cols, data, rows[id]! * cols, cols)
    if (square >= squares[k - 1]!) continue
    let slot = k - 1
    for (; slot > 0 && square < squares[slot - 1]!; slot--) {
      squares[slot] = squares[slot - 1]!
      ids[slot] = ids[slot - 1]!
    }
    squares[slot] = square
    ids[slot] = id
  }
  return { squares, ids }
}

/** A row's buffer has room for so many; longer lists are looked through here, where they are not too many. */
const roomFor = (k: number): number => 4 * k + 64

/** Entries of rows longer than their buffer, a row of the group: beyond these the kernels' own search is quicker. */
const LONG = 64

/** What a span of rows is decided from. */
interface Deciding extends Shortlists {
  readonly group: Grouped
  readonly span: Span
}

/** Writes the lists into the kernels' buffers; entries name places behind the span's own rows. */
const fill = (
  slab: Slab.Slab,
  to: ReturnType<typeof layout>,
  matrix: Matrix,
  cap: number,
  deciding: Deciding
): void => {
  const { group, ids, offsets, span } = deciding, size = span.to - span.from
  const counts = Slab.u32(slab, to.counts, size), length = cap * size
  const values = Slab.f64(slab, to.entries, 2 * length), words = Slab.u32(slab, to.entries, 4 * length)
  const highs = Slab.f32(slab, to.entries, 4 * length)
  for (let i = 0; i < size; i++) {
    const list = ids.subarray(offsets[i], offsets[i + 1])
    const exact = list.length > cap ? nearestOf(matrix, group, span.from + i, list) : undefined
    const chosen = exact?.ids ?? list
    counts[i] = chosen.length
    chosen.forEach((id, n) => {
      const entry = i * cap + n
      values[2 * entry] = exact?.squares[n] ?? 0
      highs[4 * entry + 2] = Infinity
      words[4 * entry + 3] = (size + id) | (exact === undefined ? 0 : EXACT)
    })
  }
}

/** Decides for a span of rows; entries of what is found name rows of the group. */
const decide = (engine: Engine, placed: Placed, matrix: Matrix, deciding: Deciding, found: Found) => {
  const { group: { k, rows }, offsets, span } = deciding, size = span.to - span.from, { slab } = placed
  const most = offsets.subarray(1).reduce((n, end, i) => Math.max(n, end - offsets[i]!), k + 1)
  const cap = Math.min(most, roomFor(k)), members = size + rows.length, capacity = 4 * Math.ceil(size / 4)
  return Workspace.arena(
    slab,
    Effect.fnUntraced(function*(alloc) {
      const list = alloc(4 * members), at = alloc(layout(0, capacity, cap).end), to = layout(at, capacity, cap)
      const own = rows.subarray(span.from, span.to)
      Slab.u32(slab, list, members).set(own)
      Slab.u32(slab, list, members).set(rows, size)
      const nothing = { q: 0, step: 0, stats: 0, capacity, members: list, unit: 1 }
      setUp(placed, matrix.cols, at, to, nothing, cap, { groups: [{ rows: own, k }], rows: own })
      fill(slab, to, matrix, cap, deciding)
      yield* finish(
        engine,
        slab,
        { at, to, cap, items: size, cols: matrix.cols },
        (row, count, squares, ids, entry) => {
          for (let n = 0; n < count; n++) ids[4 * (entry + n) + 3]! = (ids[4 * (entry + n) + 3]! & ~EXACT) - size
          found(span.from + row, count, squares, ids, entry)
        }
      )
    })
  )
}

/** Whether lists can be right, and are not so long that the kernels' own search is quicker. */
const areUseful = ({ offsets }: Shortlists, { k, rows }: Grouped, long: { entries: number }): boolean => {
  for (let i = 0; i + 1 < offsets.length; i++) {
    const length = offsets[i + 1]! - offsets[i]!
    if (length < k) return false
    if (length > roomFor(k)) long.entries += length
  }
  return long.entries <= LONG * rows.length
}

const searchIn = Effect.fnUntraced(
  function*(engine: Engine, placed: Placed, matrix: Matrix, group: Grouped, there: Held, found: Found) {
    const { cols } = matrix, total = group.rows.length, all: Span = { from: 0, to: total }
    const size = blockOf(there.device, total, cols), progress = yield* Progress.Progress, long = { entries: 0 }
    for (let from = 0; from < total; from += size) {
      const span: Span = { from, to: Math.min(total, from + size) }, rows = span.to - from
      const least = yield* there.rows.least(span, all)
      if (least === undefined) return false
      yield* breathe("typescript", 2 * least.length)
      const masks = yield* there.rows.below(span, all, limitsOf(there, least, cols, span, group.k))
      if (masks === undefined) return false
      yield* breathe("typescript", 2 * rows * wordsOf(all))
      const lists = shortlists(masks, span, total)
      there.device.count("neighbors", { asked: rows * (total - 1), open: lists.ids.length })
      if (!areUseful(lists, group, long)) return false
      yield* breathe("typescript", 4 * lists.ids.length + cols * long.entries)
      yield* decide(engine, placed, matrix, { ...lists, group, span }, found)
      yield* reported(progress.report({ step: "neighbors", done: span.to, total }))
    }
    return true
  }
)

/** Rows at some positions as a matrix of their own; the matrix itself where these are all of its rows. */
const rowsAt = Effect.fnUntraced(function*(matrix: Matrix, rows: Uint32Array) {
  const { cols } = matrix
  if (rows.length === matrix.rows) return matrix
  const data = new Float32Array(rows.length * cols)
  for (let i = 0; i < rows.length; i++) {
    data.set(matrix.data.subarray(rows[i]! * cols, (rows[i]! + 1) * cols), i * cols)
    yield* breathe("typescript", 2 * cols)
  }
  return { data, rows: rows.length, cols } satisfies Matrix as Matrix
})

/** Lends some rows (positions, ascending) to be compared with each other; `undefined` where no device is worth it. */
export const heldPairs = <A, E, R>(
  engine: Engine,
  matrix: Matrix,
  rows: Uint32Array,
  use: (held: Held | undefined) => Effect.Effect<A, E, R>
): Effect.Effect<A, E, R> => {
  const work = rows.length * rows.length * matrix.cols
  return Effect.flatMap(
    deviceFor(engine, { cols: matrix.cols, rows: rows.length }, work),
    (device) =>
      device === undefined
        ? use(undefined)
        : Effect.flatMap(rowsAt(matrix, rows), (some) => held(engine, some, work, use))
  )
}

/** Finds the nearest of all rows of a group, as the kernels do; whether a device was of use, else nothing counts that was found. */
export const searchHeld = (
  engine: Engine,
  placed: Placed,
  matrix: Matrix,
  group: Grouped,
  found: Found
): Effect.Effect<boolean> =>
  group.k === 0 ? Effect.succeed(true) : heldPairs(
    engine,
    matrix,
    group.rows,
    (there) => there === undefined ? Effect.succeed(false) : searchIn(engine, placed, matrix, group, there, found)
  )
