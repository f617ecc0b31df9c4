/**
 * Which rows are nearer to each other than a radius, exactly: sketches settle almost all pairs, float64 direct
 * differences the rest.
 */
import * as Effect from "effect/Effect"
import type { Matrix } from "../Matrix.ts"
import { balls, ballsSync, joined } from "../neighbors/brute.ts"
import { distance } from "../neighbors/distance.ts"
import * as Progress from "../Progress.ts"
import { breathe, type Engine } from "./engine.ts"
import { blockRows, compiledOnly, sketched, type Sketches } from "./sketch.ts"
import * as Slab from "./slab.ts"
import * as Workspace from "./workspace.ts"

/**
 * Row `rows[i]` is at less than the radius from rows `rows[j]` for the j in `targets[offsets[i]] …
 * targets[offsets[i + 1] - 1]`, which ascend; i itself is among them.
 */
export interface RadiusGraph {
  /** Positions, ascending. */
  readonly rows: Uint32Array
  readonly offsets: Uint32Array
  readonly targets: Uint32Array
}

/** What the graph is of: rows (positions, ascending) of a matrix, joined where their distance is < radius, strictly. */
export interface RadiusRequest {
  readonly matrix: Matrix
  readonly rows: Uint32Array
  readonly radius: number
}

/** {@link radiusGraph} by looking at every pair, synchronously in plain TypeScript. */
export const radiusGraphSync = ({ matrix, radius, rows }: RadiusRequest): RadiusGraph => ({
  rows,
  ...joined(ballsSync(matrix, rows, radius))
})

const blocksKernel = compiledOnly("radiusBlocks", ["number", "number", "number", "number"])
/** Blocks listed at a time for each thread: their lists, were all pairs near, are a few megabytes. */
const TASKS = 16

/** A strip of the graph's upper half: for each of its rows, the later rows it is joined to. */
interface Strip {
  readonly first: number
  readonly offsets: Uint32Array
  readonly later: Uint32Array
}

/** Pairs of a strip in the order found: later row, and which row of the strip. */
interface Pairs {
  later: Uint32Array
  own: Uint16Array
  length: number
}

const add = (pairs: Pairs, own: number, later: number): void => {
  if (pairs.length === pairs.own.length) {
    pairs.own = grown(pairs.own, new Uint16Array(2 * pairs.length))
    pairs.later = grown(pairs.later, new Uint32Array(2 * pairs.length))
  }
  pairs.own[pairs.length] = own
  pairs.later[pairs.length++] = later
}

const grown = <A extends Uint16Array | Uint32Array>(from: A, to: A): A => {
  to.set(from)
  return to
}

/** The order in which blocks are walked: four later rows, against each row of the strip in turn. */
const visit = (pair: number): number => (pair & 0xFFFC) * 0x10000 + (pair >>> 16) * 4 + (pair & 3)

/** Takes what a kernel listed for a block: the pairs inside, merged with those that turn out to be. */
const take = (pairs: Pairs, inside: Uint32Array, open: Uint32Array, a0: number, near: (pair: number) => boolean) => {
  let waiting = open.length - 1
  for (const pair of inside) {
    const at = waiting < 0 ? Infinity : visit(pair)
    while (waiting >= 0 && visit(open[waiting]!) < at) takeOpen(pairs, open[waiting--]!, a0, near)
    add(pairs, pair >>> 16, a0 + (pair & 0xFFFF))
  }
  while (waiting >= 0) takeOpen(pairs, open[waiting--]!, a0, near)
}

const takeOpen = (pairs: Pairs, pair: number, a0: number, near: (pair: number) => boolean): void => {
  if (near(pair)) add(pairs, pair >>> 16, a0 + (pair & 0xFFFF))
}

/** Sorts pairs by the strip's row, keeping the later rows' order. */
const toStrip = (first: number, size: number, pairs: Pairs): Strip => {
  const offsets = new Uint32Array(size + 1)
  for (let p = 0; p < pairs.length; p++) offsets[pairs.own[p]! + 1]!++
  for (let row = 0; row < size; row++) offsets[row + 1]! += offsets[row]!
  const next = offsets.slice()
  const later = new Uint32Array(pairs.length)
  for (let p = 0; p < pairs.length; p++) later[next[pairs.own[p]!]!++] = pairs.later[p]!
  return { first, offsets, later }
}

/** Both directions of all strips, and each row itself. A strip is let go as soon as it is copied. */
const assemble = Effect.fnUntraced(function*(engine: Engine, rows: Uint32Array, strips: Array<Strip | undefined>) {
  const offsets = new Uint32Array(rows.length + 1).fill(1, 1)
  for (const strip of strips) {
    strip!.later.forEach((row) => offsets[row + 1]!++)
    strip!.offsets.forEach((end, i) => i > 0 && (offsets[strip!.first + i]! += end - strip!.offsets[i - 1]!))
    yield* breathe(engine.variant, 4 * strip!.later.length)
  }
  for (let i = 0; i < rows.length; i++) offsets[i + 1]! += offsets[i]!
  const targets = new Uint32Array(offsets[rows.length]!)
  const next = offsets.slice()
  for (let s = 0; s < strips.length; s++) {
    const { first, later, offsets: own } = strips[s]!
    for (let i = 0; i + 1 < own.length; i++) {
      const row = first + i
      let at = next[row]!
      targets[at++] = row
      for (let p = own[i]!; p < own[i + 1]!; p++) {
        targets[at++] = later[p]!
        targets[next[later[p]!]!++] = row
      }
    }
    strips[s] = undefined
    yield* breathe(engine.variant, 16 * later.length)
  }
  return { rows, offsets, targets } satisfies RadiusGraph
})

const pairsOf = (): Pairs => ({ own: new Uint16Array(4096), later: new Uint32Array(4096), length: 0 })

/** Writes the kernel's parameters; see `Radius` in the assembly. */
const setUp = (slab: Slab.Slab, at: number, s: Sketches, radius: number): void => {
  const limit = radius > 0 ? radius * radius * s.unit * s.unit / 2 : 0
  Slab.u32(slab, at, 4).set([s.q, s.step, s.stats, s.capacity])
  Slab.f32(slab, at + 16, 2).set([limit * (1 - 1e-6) - 1e-36, radius > 0 ? limit * (1 + 1e-6) + 1e-36 : -Infinity])
}

/** The strip of rows b0 … b1 − 1: itself and all blocks after it, some blocks at a time. */
const strip = Effect.fnUntraced(function*(
  engine: Engine,
  slab: Slab.Slab,
  params: number,
  { matrix, radius, rows }: RadiusRequest,
  b0: number,
  b1: number
) {
  const size = blockRows(matrix.cols)
  const bytes = 16 + 4 * size * size
  const pairs = pairsOf()
  for (let first = b0; first < rows.length; first += size * TASKS * engine.threads) {
    const items = Math.min(TASKS * engine.threads, Math.ceil((rows.length - first) / size))
    yield* Workspace.scratch(
      slab,
      items * (24 + bytes) + 16,
      Effect.fnUntraced(function*(list) {
        const out = (item: number) => list + 24 * items + 8 + bytes * item
        const a0 = (item: number) => first + size * item
        const tasks = Array.from({ length: items }, (_, item) => {
          const from = a0(item)
          return [from, Math.min(rows.length, from + size), b0, b1, out(item), bytes]
        })
        Slab.u32(slab, list, 6 * items).set(tasks.flat())
        const cost = size * size * Math.max(8, matrix.cols)
        yield* engine.over(slab, blocksKernel, { items, cost }, (from, to) => [params, list, from, to])
        for (let item = 0; item < items; item++) {
          const [inside = 0, open = 0] = Slab.u32(slab, out(item), 2)
          const near = (pair: number) =>
            distance(matrix.data, matrix.cols, rows[a0(item) + (pair & 0xFFFF)]!, rows[b0 + (pair >>> 16)]!) < radius
          take(
            pairs,
            Slab.u32(slab, out(item) + 8, inside),
            Slab.u32(slab, out(item) + bytes - 4 * open, open),
            a0(item),
            near
          )
          yield* breathe(engine.variant, 4 * inside + matrix.cols * open)
        }
      })
    )
  }
  return toStrip(b0, b1 - b0, pairs)
})

/**
 * The graph that joins rows at a float64 Euclidean distance < radius, exactly, each row joined to itself. O(N² d / 2)
 * integer multiply-adds; beside the matrix O(N d / 2) numbers while it works, and at its end 1.5 times the graph.
 */
export const radiusGraph = Effect.fnUntraced(function*(engine: Engine, request: RadiusRequest) {
  const { matrix, radius, rows } = request
  if (engine.variant === "typescript") return { rows, ...joined(yield* balls(engine, matrix, rows, radius)) }
  const progress = yield* Progress.Progress
  const size = blockRows(matrix.cols)
  const strips: Array<Strip | undefined> = []
  yield* Workspace.withMatrix(
    engine,
    matrix,
    (placed) =>
      sketched(engine, placed, matrix, rows, (sketches) =>
        Workspace.scratch(
          placed.slab,
          24,
          Effect.fnUntraced(function*(params) {
            setUp(placed.slab, params, sketches, radius)
            for (let b = 0; b < rows.length; b += size) {
              const end = Math.min(rows.length, b + size)
              strips.push(yield* strip(engine, placed.slab, params, request, b, end))
              const left = (rows.length - end) / rows.length
              yield* progress.report({ step: "radius graph", done: 1 - left * left, total: 1 })
            }
          })
        ))
  )
  return yield* assemble(engine, rows, strips)
})
