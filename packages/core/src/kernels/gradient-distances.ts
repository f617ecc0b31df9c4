/**
 * Squared distances of gradient embeddings aᵢ ⊗ hᵢ (BADGE) to a growing set of centers, from the factors:
 * ‖u − v‖² = ‖a_u‖²‖h_u‖² + ‖a_v‖²‖h_v‖² − 2 (a_u · a_v)(h_u · h_v). The outer products are never built.
 *
 * Every distance that is kept was computed in double precision from the rows themselves, in one fixed order, so
 * duplicates are exactly 0 and all variants give the same bits. Bounds only decide which rows need not be looked at.
 */
import * as Effect from "effect/Effect"
import type { Factors } from "../Columns.ts"
import type { Matrix } from "../Matrix.ts"
import { breathe, type Engine } from "./engine.ts"
import { compiledOnly } from "./sketch.ts"
import * as Slab from "./slab.ts"

/** See the module. Numbers are by index into the rows asked for. */
export interface GradientDistances {
  /** ‖aᵢ ⊗ hᵢ‖². */
  readonly squaredNorms: Float64Array
  /** The squared distance to the nearest center so far; ∞ before the first. */
  readonly nearest: Float64Array
  /** Makes row `index` a center. */
  readonly add: (index: number) => Effect.Effect<void>
}

/** x[a …] · y[b …] over `cols` numbers, in one fixed order. */
const dot = (x: Float32Array, a: number, y: Float32Array, b: number, cols: number): number => {
  let [s, t, u, v] = [0, 0, 0, 0]
  let i = 0
  for (; i + 4 <= cols; i += 4) {
    s += x[a + i]! * y[b + i]!
    t += x[a + i + 1]! * y[b + i + 1]!
    u += x[a + i + 2]! * y[b + i + 2]!
    v += x[a + i + 3]! * y[b + i + 3]!
  }
  for (; i < cols; i++) s += x[a + i]! * y[b + i]!
  return s + t + (u + v)
}

interface Space {
  readonly factors: Factors
  readonly rows: Uint32Array
  readonly squaredNorms: Float64Array
  readonly nearest: Float64Array
}

const between = ({ left, right }: Factors, i: number, j: number): number =>
  dot(left.data, i * left.cols, left.data, j * left.cols, left.cols) *
  dot(right.data, i * right.cols, right.data, j * right.cols, right.cols)

/** Lowers the nearest distance of row `i` if the center `j` is nearer. */
const refresh = ({ factors, nearest, rows, squaredNorms }: Space, i: number, j: number): void => {
  const distance = Math.max(0, squaredNorms[i]! + squaredNorms[j]! - 2 * between(factors, rows[i]!, rows[j]!))
  if (distance < nearest[i]!) nearest[i] = distance
}

/** Runs `body` over blocks of rows, letting others have their turn between. */
const inBlocks = Effect.fnUntraced(function*(
  engine: Engine,
  rows: number,
  cost: number,
  body: (from: number, to: number) => void
) {
  const size = Math.max(1, Math.floor(2 ** 21 / cost))
  for (let from = 0; from < rows; from += size) {
    const to = Math.min(rows, from + size)
    body(from, to)
    yield* breathe(engine.variant, 8 * (to - from) * cost)
  }
})

const measure = (engine: Engine, { factors, rows, squaredNorms }: Space) =>
  inBlocks(engine, rows.length, factors.right.cols, (from, to) => {
    for (let i = from; i < to; i++) squaredNorms[i] = between(factors, rows[i]!, rows[i]!)
  })

/** The plain form: every row is looked at, except where the norms alone tell. */
const plain = (engine: Engine, space: Space): GradientDistances["add"] => {
  const { factors, nearest, rows, squaredNorms } = space
  return (j) =>
    inBlocks(engine, rows.length, factors.right.cols, (from, to) => {
      for (let i = from; i < to; i++) {
        const apart = Math.sqrt(squaredNorms[i]!) - Math.sqrt(squaredNorms[j]!)
        if (apart * apart * (1 - 1e-9) < nearest[i]!) refresh(space, i, j)
      }
    })
}

const n = "number"
const sketchKernel = compiledOnly("byteSketches", ["f32", n, n, n, n, "f64"])
const candidatesKernel = compiledOnly(
  "gradientCandidates",
  [n, n, n, "f64", "f32", n, "f64", "f64", "f64", n, "f32", n]
)

/** Where everything lies in the slab: addresses in bytes. */
interface Layout {
  readonly slab: Slab.Slab
  readonly step: number
  readonly q: number
  readonly stats: number
  readonly left: number
  readonly norms: number
  readonly nearest: number
  readonly center: number
  readonly v: number
  readonly flags: number
}

const STAGED = 2 ** 21

const layout = (engine: Engine, { left, right }: Factors, rows: number): Layout => {
  const step = Math.ceil(right.cols / 16) * 16
  const sizes = [rows * step, 24 * rows, 4 * rows * left.cols, 8 * rows, 8 * rows, 64, 2 * step, rows]
  const slab = Slab.make(sizes.reduce((a, b) => a + b + 16, STAGED + 4 * right.cols + 65536), engine.variant)
  const [q, stats, a, norms, nearest, center, v, flags] = sizes.map((bytes) => slab.alloc(bytes)) as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number
  ]
  return { slab, step, q, stats, left: a, norms, nearest, center, v, flags }
}

const gather = (matrix: Matrix, rows: Uint32Array, out: Float32Array): void => {
  const { cols, data } = matrix
  rows.forEach((row, i) => out.set(data.subarray(row * cols, (row + 1) * cols), i * cols))
}

/** Sketches the rows, a few thousand at a time. */
const sketch = Effect.fnUntraced(function*(engine: Engine, at: Layout, { factors, rows }: Space) {
  const { cols } = factors.right
  const size = Math.max(1, Math.floor(STAGED / (4 * cols)))
  const staged = at.slab.alloc(4 * cols * size)
  for (let from = 0; from < rows.length; from += size) {
    const some = rows.subarray(from, from + size)
    gather(factors.right, some, Slab.f32(at.slab, staged, some.length * cols))
    yield* engine.over(at.slab, sketchKernel, { items: some.length, cost: 4 * cols }, (a, b) => [
      staged + 4 * a * cols,
      b - a,
      cols,
      at.q + (from + a) * at.step,
      at.step,
      at.stats + 24 * (from + a)
    ])
  }
  at.slab.free(staged)
})

const isOneSign = ({ data }: Matrix): boolean => {
  let least = 0
  for (let i = 0; i < data.length; i++) if (data[i]! < least) least = data[i]!
  return least === 0
}

/** Puts the center's own numbers where the kernel looks for them. */
const place = (at: Layout, { squaredNorms }: Space, j: number, oneSign: boolean): void => {
  const stats = Slab.f64(at.slab, at.stats + 24 * j, 3)
  Slab.f64(at.slab, at.center, 5).set([...stats, squaredNorms[j]!, oneSign ? 1 : 0])
  const bytes = new Int8Array(at.slab.buffer(), at.q + j * at.step, at.step)
  new Int16Array(at.slab.buffer(), at.v, at.step).set(bytes)
}

/** The compiled form: sketches tell which rows to look at. */
const sketched = Effect.fnUntraced(function*(engine: Engine, at: Layout, space: Space) {
  const { factors: { left, right }, rows } = space
  gather(left, rows, Slab.f32(at.slab, at.left, rows.length * left.cols))
  yield* sketch(engine, at, space)
  const oneSign = isOneSign(right)
  const flags = new Uint8Array(at.slab.buffer(), at.flags, rows.length)
  return Effect.fnUntraced(function*(j: number) {
    place(at, space, j, oneSign)
    yield* engine.over(at.slab, candidatesKernel, { items: rows.length, cost: at.step / 4 }, (from, to) => [
      to - from,
      at.q + from * at.step,
      at.step,
      at.stats + 24 * from,
      at.left + 4 * from * left.cols,
      left.cols,
      at.norms + 8 * from,
      at.nearest + 8 * from,
      at.center,
      at.v,
      at.left + 4 * j * left.cols,
      at.flags + from
    ])
    yield* inBlocks(engine, rows.length, right.cols, (from, to) => {
      for (let i = flags.indexOf(1, from); i >= 0 && i < to; i = flags.indexOf(1, i + 1)) refresh(space, i, j)
    })
  })
})

/**
 * Prepares the distances of some rows (default all): a byte a number of `right` is kept beside them. O(N d) at first,
 * and O(N (C + d)) at most for each center, with far less where bounds tell that a row is not nearer.
 */
export const gradientDistances = Effect.fnUntraced(function*(
  engine: Engine,
  factors: Factors,
  rows: Uint32Array = Uint32Array.from({ length: factors.left.rows }, (_, i) => i)
) {
  const compiled = engine.variant !== "typescript"
  const at = compiled ? layout(engine, factors, rows.length) : undefined
  const numbers = (address: number | undefined): Float64Array =>
    at === undefined || address === undefined ? new Float64Array(rows.length) : Slab.f64(at.slab, address, rows.length)
  const space: Space = { factors, rows, squaredNorms: numbers(at?.norms), nearest: numbers(at?.nearest).fill(Infinity) }
  yield* measure(engine, space)
  const add = at === undefined ? plain(engine, space) : yield* sketched(engine, at, space)
  const distances: GradientDistances = { squaredNorms: space.squaredNorms, nearest: space.nearest, add }
  return distances
})
