/**
 * Which rows are nearer to each other than a radius, exactly: sketches settle almost all pairs, float64 direct
 * differences the rest.
 */
import * as Effect from "effect/Effect"
import { heldPairs } from "../device/neighbors.ts"
import { stripsHeld } from "../device/radius.ts"
import type { Matrix } from "../Matrix.ts"
import { balls, ballsSync, joined } from "../neighbors/brute.ts"
import { distance } from "../neighbors/distance.ts"
import * as Progress from "../Progress.ts"
import { type Coarse, coarsened } from "./coarse.ts"
import { breathe, type Engine } from "./engine.ts"
import { compiledOnly } from "./kernel.ts"
import { reported } from "./shared.ts"
import { blockRows, sketched, type Sketches } from "./sketch.ts"
import * as Slab from "./slab.ts"
import { assemble, noPairs, type Pairs, type Strip, take, toStrip } from "./strips.ts"
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

const blocksKernel = compiledOnly("radiusBlocks", ["number", "number"])

/** The kernel's parameters; see `Radius` in the assembly. Behind them the coarse sketches are described. */
const PARAMS = 48
const COARSE = 32

const setUp = (slab: Slab.Slab, at: number, s: Sketches, coarse: Coarse | undefined, radius: number): void => {
  const limit = radius > 0 ? radius * radius * s.unit * s.unit / 2 : 0
  Slab.u32(slab, at, 4).set([s.q, s.step, s.stats, s.capacity])
  Slab.f32(slab, at + 16, 2).set([limit * (1 - 1e-6) - 1e-36, radius > 0 ? limit * (1 + 1e-6) + 1e-36 : -Infinity])
  Slab.u32(slab, at + 24, 1)[0] = coarse === undefined ? 0 : at + COARSE
  if (coarse !== undefined) Slab.u32(slab, at + COARSE, 4).set([coarse.q, coarse.step, coarse.stats, s.capacity])
}

/** More of the pairs than this left open by coarse sketches, and these cost more than they save. */
const OPEN = 0.12

/** Stops the use of coarse sketches where they do not pay. */
const judgeCoarse = (slab: Slab.Slab, params: number, open: number, pairs: number): void => {
  if (open > OPEN * pairs) Slab.u32(slab, params + 24, 1)[0] = 0
}

/** Bytes a task is listed in; see `radiusBlocks` in the assembly. */
const TASK = 28

/** Addresses of a few tasks' lists, one after the other behind the list of tasks. */
const layout = (engine: Engine, cols: number) => {
  const size = blockRows(engine, cols)
  const bytes = 16 + 4 * size * size
  const each = bytes + 64 * (Math.ceil(cols / 16) + Math.ceil(cols / 512))
  const list = (items: number) => Math.ceil(TASK * items / 16) * 16
  return {
    size,
    bytes,
    total: (items: number) => list(items) + each * items,
    out: (at: number, items: number, item: number) => at + list(items) + each * item
  }
}

/** What all strips of a graph have in common. */
interface Work {
  readonly engine: Engine
  readonly slab: Slab.Slab
  readonly params: number
  readonly request: RadiusRequest
}

/** Lists `items` blocks from row `first` on against the strip b0 … b1 − 1 and takes in their pairs; how many were open. */
const batch = Effect.fnUntraced(
  function*({ engine, params, request, slab }: Work, at: number, items: number, first: number, b: Rows, pairs: Pairs) {
    const { matrix, radius, rows } = request
    const { bytes, out, size } = layout(engine, matrix.cols)
    const tasks = Array.from({ length: items }, (_, item) => {
      const a0 = first + size * item, to = out(at, items, item)
      return [a0, Math.min(rows.length, a0 + size), b.from, b.to, to, bytes, to + bytes]
    })
    Slab.u32(slab, at, 7 * items).set(tasks.flat())
    const cost = size * size * Math.max(8, matrix.cols)
    yield* engine.over(slab, blocksKernel, { items, cost }, [params, at])
    let opened = 0
    for (let item = 0; item < items; item++) {
      const a0 = first + size * item, to = out(at, items, item)
      const [inside = 0, unsettled = 0, open = 0] = Slab.u32(slab, to, 3)
      const near = (pair: number) =>
        distance(matrix.data, matrix.cols, rows[a0 + (pair & 0xFFFF)]!, rows[b.from + (pair >>> 16)]!) < radius
      const waiting = Slab.u32(slab, to + bytes - 4 * unsettled, unsettled)
      take(pairs, Slab.u32(slab, to + 12, inside), waiting, a0, near)
      opened += open
      // Pairs are taken in by plain TypeScript, whatever lists them.
      yield* breathe("typescript", 8 * inside + matrix.cols * unsettled)
    }
    return opened
  }
)

/** Rows `from … to − 1`. */
interface Rows {
  readonly from: number
  readonly to: number
}

/** The strip of some rows: they themselves and all blocks after them, some blocks at a time. */
const strip = Effect.fnUntraced(function*(work: Work, b: Rows) {
  const { engine, params, request: { matrix, rows }, slab } = work
  const { size, total } = layout(engine, matrix.cols)
  const pairs = noPairs()
  let opened = 0
  const most = engine.settings.listed * engine.threads
  for (let first = b.from; first < rows.length; first += size * most) {
    const items = Math.min(most, Math.ceil((rows.length - first) / size))
    opened += yield* Workspace.scratch(slab, total(items), (at) => batch(work, at, items, first, b, pairs))
  }
  judgeCoarse(slab, params, opened, (b.to - b.from) * (rows.length - b.from))
  return toStrip(b.from, b.to - b.from, pairs)
})

const stripsOf = Effect.fnUntraced(function*(work: Work) {
  const progress = yield* Progress.Progress
  const { length } = work.request.rows
  const size = blockRows(work.engine, work.request.matrix.cols)
  const strips: Array<Strip> = []
  for (let from = 0; from < length; from += size) {
    const to = Math.min(length, from + size)
    strips.push(yield* strip(work, { from, to }))
    const total = length * length, done = total - (length - to) ** 2
    yield* reported(progress.report({ step: "radius graph", done, total }))
  }
  return strips
})

/** The strips from sketches of the rows. */
const sketchedStrips = (engine: Engine, request: RadiusRequest): Effect.Effect<Array<Strip>> => {
  const { matrix, radius, rows } = request, shape = { rows: rows.length, cols: matrix.cols }
  return Workspace.withMatrix(
    engine,
    matrix,
    (placed) =>
      sketched(
        engine,
        placed,
        matrix,
        rows,
        (sketches) =>
          coarsened(engine, placed.slab, sketches, shape, (coarse) =>
            Workspace.scratch(placed.slab, PARAMS, (params) =>
              Effect.suspend(() => {
                setUp(placed.slab, params, sketches, coarse, radius)
                return stripsOf({ engine, slab: placed.slab, params, request })
              })))
      )
  )
}

/**
 * The graph that joins rows at a float64 Euclidean distance < radius, exactly, each row joined to itself. O(N² d / 2)
 * integer multiply-adds; beside the matrix O(N d / 2) numbers while it works, and at its end 1.5 times the graph.
 */
export const radiusGraph = Effect.fnUntraced(function*(engine: Engine, request: RadiusRequest) {
  const { matrix, radius, rows } = request
  if (engine.variant === "typescript") return { rows, ...joined(yield* balls(engine, matrix, rows, radius)) }
  const held = yield* heldPairs(
    engine,
    matrix,
    rows,
    (there) => there === undefined ? Effect.succeed(undefined) : stripsHeld(there, request)
  )
  return {
    rows,
    ...(yield* assemble(rows.length, held ?? (yield* sketchedStrips(engine, request))))
  } satisfies RadiusGraph
})
