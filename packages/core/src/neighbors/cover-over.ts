/**
 * ProbCover's greedy choice over rows that stay in their file: the picks of {@link maxCover}, without a graph in memory.
 */
import * as Effect from "effect/Effect"
import { breathe, type Engine } from "../kernels/engine.ts"
import { gatherRows } from "../kernels/gather-rows.ts"
import { radiusGraph } from "../kernels/radius-graph.ts"
import { room } from "../kmeans/frame.ts"
import type { Tiles, TilesError } from "../Tiles.ts"
import { distance } from "./distance.ts"
import type { Cover } from "./max-cover.ts"

/** What to cover: rows of a pool that stays in its file, and with what. */
export interface CoverOverRequest {
  /** The rows, N × d. */
  readonly tiles: Tiles
  /** An item covers what is at less than this distance, strictly, and itself. */
  readonly radius: number
  /** Whose neighborhoods are covered from the start. Ascending, no position twice. */
  readonly covered: Uint32Array
  /** Who may be picked; those in `covered` are passed over. */
  readonly eligible: Uint32Array
  /** How many to pick; fewer are picked where the eligible run out. */
  readonly budget: number
}

/** The picks as {@link Cover} has them, how many edges the graph has that is not in memory, and how often the file was read. */
export interface CoverOver extends Cover {
  readonly edges: number
  /** How often all rows were read, about. */
  readonly reads: number
}

/** Bytes of an edge while a graph is made. */
const EDGE = 8

/** Elementary steps an edge, and an item of looking for the best. */
const STEP = 4, LOOK = 2

/** From so many others an item on, they are compared one by one: a graph would compare them with each other, too. */
const FEW = 64

/** How many rows are in memory together: so many that all of them may be near each other. */
const rowsAtOnce = ({ settings }: Engine): number => Math.max(64, Math.floor(Math.sqrt(settings.gathered / EDGE)))

const blocksOf = (positions: Uint32Array, size: number): ReadonlyArray<Uint32Array> =>
  Array.from({ length: Math.ceil(positions.length / size) }, (_, n) => positions.subarray(n * size, (n + 1) * size))

/** Positions of both, ascending, each once. */
const union = (a: Uint32Array, b: Uint32Array): Uint32Array => {
  const all = new Uint32Array(a.length + b.length)
  let [i, j, n] = [0, 0, 0]
  while (i < a.length || j < b.length) {
    const [x, y] = [a[i] ?? Infinity, b[j] ?? Infinity]
    all[n++] = Math.min(x, y)
    if (x <= y) i++
    if (y <= x) j++
  }
  return all.slice(0, n)
}

/** Is told that an item is near another, or is that one itself. */
type Meet = (item: number, other: number) => void

/** The items of a request, how near they are to each other, and how often they were read. */
const searching = (engine: Engine, { radius, tiles }: CoverOverRequest) => {
  const size = Math.max(1, Math.floor(rowsAtOnce(engine) / 2)), count = { rows: 0 }
  const all = Uint32Array.from({ length: tiles.rows }, (_, i) => i), blocks = blocksOf(all, size)
  // One room for the rows of all meetings, at most two blocks of them.
  const into = room(engine, Math.min(2 * size, tiles.rows) * tiles.cols)
  const meet = Effect.fnUntraced(function*(items: Uint32Array, others: Uint32Array, use: Meet) {
    const positions = union(items, others), isItem = new Uint8Array(positions.length), isOther = isItem.slice()
    for (let n = 0, i = 0, j = 0; n < positions.length; n++) {
      if (positions[n] === items[i]) {
        isItem[n] = 1
        i++
      }
      if (positions[n] === others[j]) {
        isOther[n] = 1
        j++
      }
    }
    count.rows += positions.length
    const matrix = yield* gatherRows(engine, tiles, positions, into), rows = all.subarray(0, positions.length)
    if (FEW * items.length <= others.length) {
      for (const n of rows) {
        if (isItem[n] === 0) continue
        yield* breathe("typescript", matrix.cols * others.length)
        for (const m of rows) {
          if (isOther[m] === 1 && (n === m || distance(matrix.data, matrix.cols, n, m) < radius)) {
            use(positions[n]!, positions[m]!)
          }
        }
      }
      return
    }
    const { offsets, targets } = yield* radiusGraph(engine, { matrix, rows, radius })
    for (let n = 0; n < positions.length; n++) {
      if (isItem[n] === 0) continue
      for (let at = offsets[n]!; at < offsets[n + 1]!; at++) {
        if (isOther[targets[at]!] === 1) use(positions[n]!, positions[targets[at]!]!)
      }
    }
    yield* breathe("typescript", STEP * targets.length)
  })
  return {
    all,
    reads: () => count.rows / Math.max(1, tiles.rows),
    /** All pairs, in both orders. */
    everyone: Effect.fnUntraced(function*(use: Meet) {
      for (const [n, block] of blocks.entries()) {
        yield* meet(block, block, use)
        for (const later of blocks.slice(n + 1)) {
          yield* meet(block, later, (a, b) => {
            use(a, b)
            use(b, a)
          })
        }
      }
    }),
    /** Everyone that some ascending items are near to. */
    near: Effect.fnUntraced(function*(items: Uint32Array, use: Meet) {
      for (const some of blocksOf(items, size)) for (const block of blocks) yield* meet(some, block, use)
    })
  }
}

type Search = ReturnType<typeof searching>

/** What is uncovered, and by position how much of that each item would cover. */
interface Covering {
  readonly uncovered: Uint8Array
  readonly degrees: Uint32Array
  left: number
}

/** Takes some items from what is uncovered. */
const close = Effect.fnUntraced(function*(search: Search, covering: Covering, items: Uint32Array) {
  const { degrees, uncovered } = covering, some = items.filter((item) => uncovered[item] === 1)
  for (const item of some) uncovered[item] = 0
  covering.left -= some.length
  if (some.length > 0) yield* search.near(some, (_, other) => degrees[other]!--)
})

/** Covers what some items are near to. */
const take = Effect.fnUntraced(function*(search: Search, covering: Covering, items: Uint32Array) {
  const reached = new Uint8Array(covering.uncovered.length)
  if (items.length > 0) yield* search.near(items, (_, other) => reached[other] = 1)
  yield* close(search, covering, search.all.filter((item) => reached[item] === 1))
})

/** Who covers most of those that may be picked; ties to the smaller position. */
const best = (degrees: Uint32Array, open: Uint8Array): number => {
  let found = -1
  for (let item = 0; item < open.length; item++) {
    if (open[item] === 1 && (found < 0 || degrees[item]! > degrees[found]!)) found = item
  }
  return found
}

const start = (size: number, full: Uint32Array): Covering => ({
  uncovered: new Uint8Array(size).fill(1),
  degrees: full.slice(),
  left: size
})

/** Who may be picked. */
const openOf = ({ covered, eligible, tiles }: CoverOverRequest): Uint8Array => {
  const open = new Uint8Array(tiles.rows)
  for (const item of eligible) open[item] = 1
  for (const item of covered) open[item] = 0
  return open
}

/**
 * The picks, gains, passes and coverage of {@link maxCover} on the graph of all rows, to the number, and the number of its edges. Pairs of rows are
 * looked at block against block as often as they are needed: once to count everyone's neighbors, and again when an item is covered. O(N² d) time
 * a covering pass, several times that of the graph in memory, and O(N) memory beside a few thousand rows. Fails with `TilesError` where a tile cannot be read.
 */
export const coverOver = Effect.fnUntraced(function*(
  engine: Engine,
  request: CoverOverRequest
): Effect.fn.Return<CoverOver, TilesError> {
  const { budget, covered, tiles: { rows: all } } = request
  const search = searching(engine, request), full = new Uint32Array(all), open = openOf(request)
  yield* search.everyone((item) => full[item]!++)
  // A block meets itself in one order alone.
  const edges = full.reduce((sum, count) => sum + count, 0)
  const size = Math.min(budget, open.reduce((sum, is) => sum + is, 0)), closed = new Set(covered)
  const picks = new Uint32Array(size), gains = new Uint32Array(size), passes = new Uint32Array(size)
  let covering = start(all, full), pass = 0
  yield* take(search, covering, covered)
  let left = covering.left
  for (let n = 0; n < size; n++) {
    yield* breathe("typescript", LOOK * all)
    let item = best(covering.degrees, open)
    if (covering.degrees[item] === 0) {
      pass++
      covering = start(all, full)
      yield* close(search, covering, Uint32Array.from(closed).sort())
      item = best(covering.degrees, open)
    }
    picks[n] = item
    gains[n] = covering.degrees[item]!
    passes[n] = pass
    yield* take(search, covering, Uint32Array.of(item))
    open[item] = 0
    closed.add(item)
    if (pass === 0) left = covering.left
  }
  return { picks, gains, passes, edges, coverage: all === 0 ? 0 : 1 - left / all, reads: search.reads() }
})
